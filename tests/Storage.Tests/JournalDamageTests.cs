using GoldenSignals.Silo.Storage;
using GoldenSignals.Storage.Tests.Support;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;
using static GoldenSignals.Storage.Tests.Support.KnownJournal;

namespace GoldenSignals.Storage.Tests;

public class JournalDamageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("every byte", 1, 3, 6, 700, 40)]
    [InlineData("every 64th byte", 64, 3, 80, 12_000, 400)]
    public async Task A_flipped_byte_is_refused_or_does_no_harm(string which, int step, int sessions, int groups, int segmentBytes, int mostBody)
    {
        using KnownJournal journal = await Of(seed: 1, sessions, groups, segmentBytes, mostBody);
        var random = new Random(2);
        var seen = new int[4];
        foreach ((string file, byte[] bytes) in journal.Contents)
            for (int place = 0; place < bytes.Length; place += step)
            {
                byte[] flipped = [.. bytes];
                flipped[place] ^= (byte)random.Next(1, 256);
                await File.WriteAllBytesAsync(file, flipped);
                (Outcome outcome, JournalDamagedException? refusal) = await journal.Reopened();
                seen[(int)outcome]++;
                Assert.True(outcome is Outcome.Whole or Outcome.Refused, $"byte {place} of {file}: {outcome}");
                if (refusal is not null)
                {
                    Assert.Equal(file, refusal.Place);
                    Assert.InRange(refusal.Offset, 0, place);        // where the frame begins
                }
                journal.Restore();
            }
        output.WriteLine($"{which} of {journal.Contents.Length} files, {journal.Contents.Sum(content => content.Bytes.Length)} bytes: {seen.Sum()} flips, {seen[1]} refused, {seen[0]} harmless, {seen[2] + seen[3]} undetected");
        Assert.True(seen[1] > seen.Sum() * 0.8, "nearly all bytes matter");
    }

    [Fact]
    public async Task A_flipped_byte_in_the_last_acknowledged_record_is_no_torn_end()
    {
        using KnownJournal journal = await Of(seed: 3, sessions: 1, groups: 5, segmentBytes: 1 << 20, mostBody: 40);
        (string file, byte[] bytes) = journal.Contents[^1];
        bytes = [.. bytes];
        bytes[^10] ^= 1;                                             // the mark has nine
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Equal(Outcome.Refused, (await journal.Reopened()).Outcome);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task A_journal_that_was_cut_anywhere_gives_what_is_whole_before_and_says_so(int seed)
    {
        using KnownJournal journal = await Of(seed, sessions: 1, groups: 12, segmentBytes: 1 << 20, mostBody: 30);
        (string file, byte[] bytes) = journal.Contents[0];
        var seen = new int[4];
        for (int length = bytes.Length; length >= 0; length--)
        {
            await File.WriteAllBytesAsync(file, bytes[..length]);
            int said = journal.Folder.Log.Lines.Length;
            (Outcome outcome, _) = await journal.Reopened();
            seen[(int)outcome]++;
            (LogLevel Level, string Text)[] lines = journal.Folder.Log.Lines[said..];
            if (length < SegmentHeader.LengthFor(journal.Folder.Shards))
                Assert.Equal((LogLevel.Warning, $"{file}, at 0: {length} bytes at the end were not completely written; they are cut off"), Assert.Single(lines));
            else if (lines is [var line])
                Assert.Matches($"{file}, at [0-9]+: [0-9]+ bytes at the end were not completely written; they are cut off", line.Text);
            else
                Assert.Empty(lines);                                 // between two frames nothing is torn
            journal.Restore();
        }
        Assert.Equal(0, seen[(int)Outcome.Refused]);
        output.WriteLine($"{bytes.Length + 1} lengths: {seen[0]} whole, {seen[2]} cut off and reported, {seen[3]} ended between two frames");
    }

    [Fact]
    public async Task A_journal_that_was_mended_goes_on_and_stays_mended()
    {
        using KnownJournal journal = await Of(seed: 4, sessions: 1, groups: 5, segmentBytes: 1 << 20, mostBody: 30);
        (string file, byte[] bytes) = journal.Contents[0];
        await File.WriteAllBytesAsync(file, [.. bytes, 100, 0, 0, 0, 1, 2, 3, 4, 5]);      // as far as a crash let the next group come
        Assert.Equal(Outcome.Whole, (await journal.Reopened()).Outcome);
        Assert.Equal(bytes.Length, new FileInfo(file).Length);
        int said = journal.Folder.Log.Lines.Length;
        await using (FileJournalStore store = journal.Folder.Open())
            await (await Owner.Of(store, 0)).Append([1]);
        Assert.Equal(said, journal.Folder.Log.Lines.Length);
        await using FileJournalStore reading = FileJournalStore.OpenRead(journal.Folder.Path);
        Assert.Null(reading.Verify().Damage);
    }

    [Fact]
    public async Task A_missing_file_between_two_is_refused_where_it_is_needed_and_only_there()
    {
        using KnownJournal journal = await Of(seed: 5, sessions: 1, groups: 60, segmentBytes: 700, mostBody: 40);
        string missing = journal.Contents[2].File;
        File.Delete(missing);
        (Outcome outcome, JournalDamagedException? refusal) = await journal.Reopened();
        Assert.Equal(Outcome.Refused, outcome);
        Assert.Equal((missing, 0), (refusal!.Place, refusal.Offset));
        Assert.Contains(journal.Folder.Log.Lines, line => line.Level == LogLevel.Error && line.Text.Contains(missing, StringComparison.Ordinal));

        await using FileJournalStore store = FileJournalStore.OpenRead(journal.Folder.Path);
        Assert.Equal(missing, store.Verify().Damage!.Place);
        long[] behind = store.Segments()[2].FirstSequences;          // the file after the one that is missing
        for (int shard = 0; shard < store.Shards; shard++)
            Assert.Equal(behind[shard], (await JournalFolder.All(store, shard, after: behind[shard] - 1)).First().Sequence);
    }

    [Fact]
    public async Task A_missing_last_file_is_refused_at_once()
    {
        using KnownJournal journal = await Of(seed: 6, sessions: 1, groups: 60, segmentBytes: 700, mostBody: 40);
        File.Delete(journal.Contents[^1].File);
        var refused = Assert.Throws<JournalDamagedException>(() => journal.Folder.Open());
        Assert.Equal((journal.Contents[^1].File, 0), (refused.Place, refused.Offset));
        Assert.Contains("the file is missing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_before_the_last_that_ends_too_early_is_refused()
    {
        using KnownJournal journal = await Of(seed: 7, sessions: 1, groups: 40, segmentBytes: 700, mostBody: 40);
        (string file, byte[] bytes) = journal.Contents[0];
        long counts = bytes.Length - 18;                             // both marks
        await File.WriteAllBytesAsync(file, bytes[..(int)counts]);
        Assert.Equal(Outcome.Whole, (await journal.Reopened()).Outcome);
        journal.Restore();
        for (long length = SegmentHeader.LengthFor(journal.Folder.Shards); length < counts; length++)
        {
            await File.WriteAllBytesAsync(file, bytes[..(int)length]);
            Assert.Equal(Outcome.Refused, (await journal.Reopened()).Outcome);
            journal.Restore();
        }
    }

    [Fact]
    public async Task A_sector_that_never_came_to_the_disk_is_a_torn_end_unless_a_mark_lies_behind()
    {
        using var folder = new JournalFolder(shards: 1);
        PlainJournal group = new PlainJournal(1, DateTime.UnixEpoch, 0, (0, 0)).Opened(0, 1, 0).DurableMark();
        for (int sequence = 1; sequence <= 20; sequence++)
            group.Record(1, 0, 1, sequence, [.. Enumerable.Repeat((byte)1, 200)]);
        byte[] unmarked = group.Bytes, marked = group.DurableMark().Bytes;
        foreach (byte[] bytes in new[] { unmarked, marked })
            bytes.AsSpan(1024, 512).Clear();
        string file = Path.Combine(folder.Path, "00000001.gsj");
        await File.WriteAllBytesAsync(file, marked);
        var refused = Assert.Throws<JournalDamagedException>(() => folder.Open());
        Assert.Equal((file, 60 + 27 + 9 + 4 * 227), (refused.Place, refused.Offset));
        await File.WriteAllBytesAsync(file, unmarked);
        await folder.Open().DisposeAsync();
        Assert.Contains("cut off", Assert.Single(folder.Log.Lines).Text, StringComparison.Ordinal);
        Assert.Equal(4, (await folder.All(0)).Count);
    }

    [Fact]
    public async Task Verifying_counts_everything_and_names_the_first_damage()
    {
        using KnownJournal journal = await Of(seed: 9, sessions: 2, groups: 40, segmentBytes: 1500, mostBody: 40);
        await using (FileJournalStore store = FileJournalStore.OpenRead(journal.Folder.Path))
        {
            JournalCheck check = store.Verify();
            Assert.Null(check.Damage);
            Assert.Equal(journal.Contents.Length, check.Segments);
            Assert.Equal(check.Last.Sum(), check.Records);
            Assert.Equal(0, check.TornBytes);
        }
        foreach ((string file, byte[] bytes) in journal.Contents[1..3])
        {
            byte[] flipped = [.. bytes];
            flipped[^30] ^= 1;
            await File.WriteAllBytesAsync(file, flipped);
        }
        await using (FileJournalStore store = FileJournalStore.OpenRead(journal.Folder.Path))
            Assert.Equal(journal.Contents[1].File, store.Verify().Damage!.Place);
    }
}
