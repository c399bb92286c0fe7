using System.Globalization;

namespace GoldenSignals.Silo.Storage;

/// <summary>One file of the journal, by its header.</summary>
/// <param name="Header">Null when it cannot be read; <paramref name="Damage"/> says why.</param>
internal sealed record Segment(long Number, string Path, SegmentHeader? Header, JournalDamage? Damage)
{
    private const string Extension = ".gsj";

    public static string PathOf(string folder, long number) => System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D8}{Extension}"));

    /// <summary>The files of a folder in their order, and in their places those that are missing between two. Others may be begun and pruned meanwhile.</summary>
    public static List<Segment> Of(string folder)
    {
        long[] numbers = [.. Directory.EnumerateFiles(folder, $"*{Extension}").Select(System.IO.Path.GetFileNameWithoutExtension)
            .Where(name => name!.Length >= 8 && name.All(char.IsAsciiDigit)).Select(name => long.Parse(name!, NumberStyles.None, CultureInfo.InvariantCulture)).Order()];
        var segments = new List<Segment>();
        for (long number = numbers.FirstOrDefault(); number <= numbers.LastOrDefault() && numbers.Length > 0; number++)
        {
            Segment segment = Read(PathOf(folder, number), number);
            if (segments.Count > 0 || File.Exists(segment.Path))     // gone since it was listed: pruned, as the oldest
                segments.Add(segment);
        }
        return segments;
    }

    /// <summary>Whether this is a file that has no header yet, or of which a crash left no more: there never was a record in it.</summary>
    /// <param name="shards">Of the journal.</param>
    public bool IsUnbegun(int shards) => Damage is not null && new FileInfo(Path) is { Exists: true } file && file.Length <= SegmentHeader.LengthFor(shards);

    public static JournalDamage Missing(string path) => new(path, 0, "the file is missing");

    private static Segment Read(string path, long number)
    {
        try
        {
            using var file = new FileWindow(path);
            SegmentHeader? header = SegmentHeader.Read(file, number, out string wrong);
            return new(number, path, header, header is null ? new(path, 0, wrong) : null);
        }
        catch (FileNotFoundException)
        {
            return new(number, path, Header: null, Missing(path));
        }
    }
}

/// <summary>Where a journal is not what was written, and what is wrong there.</summary>
public sealed record JournalDamage(string Place, long Offset, string What)
{
    public JournalDamagedException Exception() => new(Place, Offset, What);
}
