using GoldenSignals.ApiClient.Live;

namespace GoldenSignals.Api.Tests;

public class LogPositionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5, 5, 5, 5)]
    [InlineData(0, 0, 7, 0, 0, 0, 900_000_000_000, 3)]
    [InlineData(1, 128, 16_384, 2)]
    public void An_id_says_where_its_event_is(params long[] records)
    {
        for (int shard = 0; shard < records.Length; shard++)
        {
            (string front, string back) = new LogPosition(77, [.. records]).IdOf(shard);
            Assert.True(LogPosition.TryParse($"{front}12{back}", out LogPosition? parsed, out ToldEvent told));
            Assert.Equal(77u, parsed.Log);
            Assert.Equal(records.Select((record, i) => i == shard && record > 0 ? record - 1 : record), Enumerable.Range(0, parsed.Shards).Select(i => parsed[i]));
            Assert.Equal(records[shard] > 0, told.Covers(shard, records[shard], 12));
            Assert.False(told.Covers(shard, records[shard], 13));
        }
    }

    [Fact]
    public void A_place_of_no_event_comes_back_whole()
    {
        Assert.True(LogPosition.TryParse(new LogPosition(1, [3, 0, 9]).ToString(), out LogPosition? parsed, out ToldEvent told));
        Assert.Equal((3, 0, 9, 0), (parsed[0], parsed[1], parsed[2], told.Sequence));
    }

    [Fact]
    public void The_id_of_64_shards_in_step_has_less_than_120_characters()
    {
        (string front, string back) = new LogPosition(0, [.. Enumerable.Range(0, 64).Select(shard => 172_800L + shard % 7)]).IdOf(5);
        Assert.InRange(front.Length + back.Length, 20, 120);
    }

    [Fact]
    public void What_was_changed_is_no_id()
    {
        (string front, string back) = new LogPosition(3, [1_000, 2_000, 3_000, 0, 0]).IdOf(1);
        string id = $"{front}4{back}";
        var random = new Random(1);
        int taken = 0;
        for (int i = 0; i < 20_000; i++)
        {
            char[] changed = id.ToCharArray();
            changed[random.Next(changed.Length)] = (char)random.Next(0x21, 0x7f);
            if (LogPosition.TryParse(new string(changed), out LogPosition? position, out _))
                taken += position[0] + position[1] + position[2] is 6_000 or 5_999 ? 0 : 1;       // the sum stands in front, and must fit
        }
        Assert.Equal(0, taken);
        for (int length = 0; length < id.Length; length++)
            Assert.False(LogPosition.TryParse(id[..length], out _, out _));
    }
}
