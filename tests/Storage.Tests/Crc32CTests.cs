using System.Text;
using GoldenSignals.Silo.Storage;

namespace GoldenSignals.Storage.Tests;

public class Crc32CTests
{
    /// <summary>RFC 3720, B.4 (iSCSI), and the check value of the catalogue of CRC algorithms.</summary>
    public static TheoryData<byte[], uint> Published => new()
    {
        { Encoding.ASCII.GetBytes("123456789"), 0xE3069283 },
        { new byte[32], 0x8A9136AA },
        { Enumerable.Repeat((byte)0xFF, 32).ToArray(), 0x62A8AB43 },
        { Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), 0x46DD794E },
        { Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray(), 0x113FDB5C },
    };

    [Theory, MemberData(nameof(Published))]
    public void Gives_the_published_values(byte[] bytes, uint crc) => Assert.Equal(crc, Crc32C.Of(bytes));

    [Fact]
    public void Is_the_remainder_of_the_polynomial_at_every_length()
    {
        var bytes = new byte[100];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
            Assert.Equal(PlainJournal.Crc(bytes.AsSpan(0, length)), Crc32C.Of(bytes.AsSpan(0, length)));
    }
}
