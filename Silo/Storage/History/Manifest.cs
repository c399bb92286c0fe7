using System.Collections.Immutable;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>Which runs there are, and which sequence of each shard's journal they reach: replaced as a whole, so that a change is there or not.</summary>
/// <param name="Next">Number of the next run.</param>
internal sealed record Manifest(long Next, ImmutableSortedDictionary<int, long> Positions, ImmutableArray<RunFile> Runs)
{
    public const string Name = "manifest";

    public static Manifest Empty { get; } = new(1, ImmutableSortedDictionary<int, long>.Empty, []);

    /// <exception cref="HistoryDamagedException">It is not what was written.</exception>
    public static Manifest Load(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            return Empty;
        byte[] bytes = File.ReadAllBytes(path);
        int before = bytes.Length - Seal.Length;
        if (before < 0)
            throw new HistoryDamagedException(path, bytes.Length, "the file ends too early");
        ReadOnlySpan<byte> seal = bytes.AsSpan(before);
        if (Seal.PartLength(seal, path, before) != before)
            throw new HistoryDamagedException(path, before, $"the file has {bytes.Length} bytes, but another number was written");
        try
        {
            return Read(Seal.Open(bytes.AsMemory(0, before), seal, path, 0));
        }
        catch (InvalidDataException wrong)
        {
            throw new HistoryDamagedException(path, 0, wrong.Message);
        }
    }

    /// <summary>Replaces the manifest of a folder, after all that it names is durable.</summary>
    public void Save(HistoryFolder folder)
    {
        var to = new StateWriter();
        to.Int(Next);
        RunFooter.WritePositions(to, Positions);
        to.Int(Runs.Length);
        foreach (RunFile run in Runs)
        {
            to.Byte((byte)run.Kind);
            to.Int(run.Day.DayNumber);
            to.Int(run.Number);
            to.Int(run.Rows);
            to.Int(run.Bytes);
            to.Time(run.FirstUtc);
            to.Time(run.LastUtc);
        }
        folder.Flush();                                                      // the runs' names first
        using (ISegmentFile file = folder.Begin(Name))
        {
            file.Write(to.Written.Span, 0);
            file.Write(Seal.Of(to), to.Length);
            file.Flush();
        }
        folder.End(Name, Name);
        folder.Flush();
    }

    private static Manifest Read(StateReader from)
    {
        long next = from.Int();
        var positions = ImmutableSortedDictionary.CreateRange(RunFooter.ReadPositions(from));
        var runs = ImmutableArray.CreateBuilder<RunFile>(from.Count(20));
        for (int left = runs.Capacity; left > 0; left--)
            runs.Add(new(RunFooter.ReadKind(from), RunFooter.ReadDay(from), from.Int(), from.Int(), from.Int(), from.Time(), from.Time()));
        from.End();
        return new(next, positions, runs.ToImmutable());
    }
}
