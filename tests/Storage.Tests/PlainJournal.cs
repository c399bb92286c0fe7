namespace GoldenSignals.Storage.Tests;

/// <summary>The journal's file format once more, by a plain writer that shares nothing with the product.</summary>
internal sealed class PlainJournal
{
    private readonly MemoryStream _bytes = new();
    private readonly long _number;

    public PlainJournal(long number, DateTime begun, long lengthBefore, params (long Last, long Epoch)[] heads)
    {
        _number = number;
        var writer = new BinaryWriter(_bytes);
        writer.Write("GSJRNL\r\n"u8);
        writer.Write(1);
        writer.Write(heads.Length);
        writer.Write(number);
        writer.Write(begun.Ticks);
        writer.Write(lengthBefore);
        foreach ((long last, long epoch) in heads)
        {
            writer.Write(last);
            writer.Write(epoch);
        }
        writer.Write(Crc(_bytes.ToArray()));
    }

    public byte[] Bytes => _bytes.ToArray();

    public PlainJournal Record(byte kind, ushort shard, long epoch, long sequence, params byte[] body) =>
        Frame([kind, .. BitConverter.GetBytes(shard), .. BitConverter.GetBytes(epoch), .. BitConverter.GetBytes(sequence), .. body]);

    public PlainJournal Opened(ushort shard, long epoch, long last) => Record(255, shard, epoch, last);

    public PlainJournal DurableMark() => Frame([254]);

    public PlainJournal EndMark() => Frame([253]);

    /// <summary>Bit by bit, as the polynomial 0x1EDC6F41 is defined.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
        }
        return ~crc;
    }

    private PlainJournal Frame(byte[] content)
    {
        byte[] length = BitConverter.GetBytes(content.Length);
        uint crc = Crc([.. BitConverter.GetBytes(_number), .. BitConverter.GetBytes(_bytes.Length), .. length, .. content]);
        _bytes.Write([.. length, .. BitConverter.GetBytes(crc), .. content]);
        return this;
    }
}
