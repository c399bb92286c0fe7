using System.Buffers.Binary;
using System.Numerics;

namespace GoldenSignals.Fault.Tests.Support;

/// <summary>The file of a snapshot, or of their index: a mark, a CRC-32C and what they stand before.</summary>
internal static class SnapshotFile
{
    private const int Header = 8;

    public static string[] All(string folder, string grain) => [.. Directory.GetFiles(Path.Combine(folder, "snapshots", grain), "*.gss").Order(StringComparer.Ordinal)];

    public static string Index(string folder, string grain) => Path.Combine(folder, "snapshots", grain, $"{grain.Split('-')[0]}-snapshots.gss");

    /// <summary>Those that are no index, by the sequence of their record, the newest last.</summary>
    public static string[] InOrder(string folder, string grain, Func<byte[], long> sequence) =>
        [.. All(folder, grain).Where(file => file != Index(folder, grain)).OrderBy(file => sequence(Content(file)))];

    public static byte[] Content(string file) => File.ReadAllBytes(file)[Header..];

    /// <summary>Writes other content as if it had been meant.</summary>
    public static void Write(string file, byte[] content)
    {
        byte[] framed = [.. File.ReadAllBytes(file)[..4], 0, 0, 0, 0, .. content];
        uint crc = uint.MaxValue;
        foreach (byte next in content)
            crc = BitOperations.Crc32C(crc, next);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(4), ~crc);
        File.WriteAllBytes(file, framed);
    }

    public static void Flip(string file, long place)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[place] ^= 0x10;
        File.WriteAllBytes(file, bytes);
    }
}
