using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>There and back, and what becomes of damage on the way.</summary>
internal static class Bytes
{
    public static byte[] Of(Action<StateWriter> write)
    {
        var writer = new StateWriter(capacity: 1);
        write(writer);
        return writer.ToArray();
    }

    /// <summary>Reads everything that was written, to the last byte.</summary>
    public static T Read<T>(byte[] bytes, Func<StateReader, T> read)
    {
        var reader = new StateReader(bytes);
        T value = read(reader);
        reader.End();
        return value;
    }

    /// <summary>What is cut off anywhere is refused.</summary>
    public static void RefusedWhereverCut(byte[] bytes, Action<StateReader> read, Random random, int cuts = 300)
    {
        foreach (int length in bytes.Length <= cuts ? Enumerable.Range(0, bytes.Length) : Enumerable.Range(0, cuts).Select(_ => random.Next(bytes.Length)))
            Assert.Throws<InvalidDataException>(() => ReadAll(bytes[..length], read));
        Assert.Throws<InvalidDataException>(() => ReadAll([.. bytes, 0], read));
    }

    /// <summary>A changed byte is refused or read as something else, never more than that, and never at the price of much memory.</summary>
    /// <returns>How many were refused.</returns>
    public static int RefusedOrReadWhereverChanged(byte[] bytes, Action<StateReader> read, Random random, int changes = 1000)
    {
        int refused = 0;
        long most = 0;
        foreach (int place in bytes.Length <= changes ? Enumerable.Range(0, bytes.Length) : Enumerable.Range(0, changes).Select(_ => random.Next(bytes.Length)))
        {
            byte[] damaged = [.. bytes];
            damaged[place] ^= (byte)random.Next(1, 256);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadAll(damaged, read);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.True(most < 2_000_000 + 100L * bytes.Length, $"{most} bytes were allocated to read {bytes.Length}");
        return refused;
    }

    private static void ReadAll(byte[] bytes, Action<StateReader> read)
    {
        var reader = new StateReader(bytes);
        read(reader);
        reader.End();
    }
}
