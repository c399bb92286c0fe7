using GoldenSignals.Storage.Tests.Support;
using GoldenSignals.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoldenSignals.Storage.Tests;

/// <summary>A journal that was written must be read by every later version: the bytes are fixed here.</summary>
public class JournalFormatTests
{
    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }

    [Fact]
    public async Task The_files_are_byte_for_byte_what_the_format_says()
    {
        using var folder = new JournalFolder();
        var options = new JournalOptions { SegmentBytes = 100, CommitInterval = TimeSpan.Zero };
        await using (FileJournalStore store = FileJournalStore.Open(folder.Path, 2, options, new Stopped(), NullLogger<FileJournalStore>.Instance))
        {
            await store.Open(1);
            await store.Append(new(1, Epoch: 1, Sequence: 1, Kind: 7, new byte[] { 1, 2, 3 }));
            await store.Open(0);                                     // the first file is full: the second begins
            await store.Append(new(0, Epoch: 1, Sequence: 1, Kind: 0, Array.Empty<byte>()));
        }
        DateTime begun = new Stopped().GetUtcNow().UtcDateTime;
        PlainJournal first = new PlainJournal(1, begun, 0, (0, 0), (0, 0)).Opened(1, 1, 0).DurableMark().Record(7, 1, 1, 1, 1, 2, 3);
        int counts = first.Bytes.Length;
        PlainJournal second = new PlainJournal(2, begun, counts, (0, 0), (1, 1)).Opened(0, 1, 0).DurableMark().Record(0, 0, 1, 1).DurableMark();
        Assert.Equal(first.DurableMark().EndMark().Bytes, File.ReadAllBytes(folder.Files[0]));
        Assert.Equal(second.Bytes, File.ReadAllBytes(folder.Files[1]));
    }

    [Fact]
    public async Task A_frame_that_lies_where_it_was_not_written_is_not_taken_for_one()
    {
        using var folder = new JournalFolder(shards: 1);
        PlainJournal file = new PlainJournal(1, DateTime.UnixEpoch, 0, (0, 0)).Opened(0, 1, 0);
        byte[] head = file.Bytes;
        byte[] record = file.Record(1, 0, 1, 1, 5).Bytes[head.Length..];
        byte[] next = file.Record(1, 0, 1, 2, 5).DurableMark().Bytes[(head.Length + record.Length)..];
        File.WriteAllBytes(Path.Combine(folder.Path, "00000001.gsj"), [.. head, .. next, .. record]);
        await Assert.ThrowsAsync<JournalDamagedException>(async () => await folder.All(0));
    }

    [Fact]
    public void A_file_of_a_later_format_is_refused_by_its_number()
    {
        using var folder = new JournalFolder();
        byte[] bytes = [.. new PlainJournal(1, DateTime.UnixEpoch, 0, (0, 0), (0, 0), (0, 0), (0, 0)).Opened(0, 1, 0).Bytes];
        bytes[8] = 2;
        File.WriteAllBytes(Path.Combine(folder.Path, "00000001.gsj"), bytes);
        var refused = Assert.Throws<JournalDamagedException>(() => folder.Open());
        Assert.Contains("it has format 2; this program reads 1", refused.Message, StringComparison.Ordinal);
    }
}
