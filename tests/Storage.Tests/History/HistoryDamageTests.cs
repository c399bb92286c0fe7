using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.History;
using GoldenSignals.Storage.Tests.Support;

namespace GoldenSignals.Storage.Tests.History;

/// <summary>Crashes, failing disks and flipped bytes: told, survived, or harmless; never a wrong answer.</summary>
public sealed class HistoryDamageTests : IDisposable
{
    private readonly HistoryFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Every_flipped_byte_of_a_run_is_found_when_it_is_read()
    {
        SymbolBar[] whole;
        await using (FileHistory history = _fixture.Open())
        {
            for (int symbol = 0; symbol < 6; symbol++)
                await history.Add(0, FileHistoryTests.Bars(symbol + 1, $"S{symbol}", SomeRecords.Start.Date, 60));
            await history.Flush();
            whole = await history.Bars(HistoryFixture.All);
        }
        string run = Assert.Single(_fixture.Runs, file => Path.GetFileName(file).StartsWith("bars-", StringComparison.Ordinal));
        byte[] good = await File.ReadAllBytesAsync(run);
        int found = 0;
        for (int at = 0; at < good.Length; at = at + 64 < good.Length || at == good.Length - 1 ? at + 64 : good.Length - 1)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << at % 8);
            await File.WriteAllBytesAsync(run, bad);
            FileHistory history = _fixture.Open();
            var thrown = await Assert.ThrowsAsync<HistoryDamagedException>(() => history.Bars(HistoryFixture.All));
            Assert.Equal(run, thrown.File);
            Assert.InRange(at, thrown.Offset, good.Length);
            Assert.Equal(thrown.Message, Assert.Single(await history.Verify()).Message);
            found++;
        }
        Assert.True(found > 200, $"only {found} bytes were flipped");
        await File.WriteAllBytesAsync(run, good);
        Assert.Equal(whole, await _fixture.Open().Bars(HistoryFixture.All));
        Assert.Empty(await _fixture.Open().Verify());
    }

    [Fact]
    public async Task Damage_in_one_block_leaves_the_others_readable()
    {
        await using FileHistory history = _fixture.Open();
        for (int symbol = 0; symbol < 6; symbol++)
            await history.Add(0, FileHistoryTests.Bars(symbol + 1, $"S{symbol}", SomeRecords.Start.Date, 10));
        await history.Flush();
        string run = _fixture.Runs[0];
        byte[] bytes = await File.ReadAllBytesAsync(run);
        bytes[10] ^= 4;                                                   // the first block: the first symbols of the first slice
        await File.WriteAllBytesAsync(run, bytes);
        var thrown = await Assert.ThrowsAsync<HistoryDamagedException>(() => history.Bars(HistoryFixture.All with { Symbol = "S0" }));
        Assert.Equal((run, 0), (thrown.File, thrown.Offset));
        Assert.Equal(10, (await history.Bars(HistoryFixture.All with { Symbol = "S5" })).Length);
    }

    [Theory, InlineData(1), InlineData(19), InlineData(100)]
    public async Task A_run_that_is_cut_off_is_damaged(int missing)
    {
        await using FileHistory history = _fixture.Open();
        await history.Add(0, FileHistoryTests.Bars(1, "A", SomeRecords.Start.Date, 60));
        await history.Flush();
        using (var file = new FileStream(_fixture.Runs[0], FileMode.Open))
            file.SetLength(file.Length - missing);
        await Assert.ThrowsAsync<HistoryDamagedException>(() => history.Bars(HistoryFixture.All));
    }

    [Fact]
    public async Task A_run_that_is_missing_is_damage_and_names_the_file()
    {
        await using FileHistory history = _fixture.Open();
        await history.Add(0, FileHistoryTests.Bars(1, "A", SomeRecords.Start.Date, 60));
        await history.Flush();
        string run = _fixture.Runs[0];
        File.Delete(run);
        Assert.Equal(run, (await Assert.ThrowsAsync<HistoryDamagedException>(() => history.Bars(HistoryFixture.All))).File);
        Assert.Equal(run, Assert.Single(await history.Verify()).File);
    }

    [Fact]
    public async Task Every_flipped_byte_of_the_manifest_is_found_at_the_start()
    {
        await using (FileHistory history = _fixture.Open())
            for (int i = 0; i < 5; i++)
            {
                await history.Add(i, FileHistoryTests.Bars(1, "A", SomeRecords.Start.Date.AddDays(i), 3));
                await history.Flush();
            }
        string manifest = Path.Combine(_fixture.Path, Manifest.Name);
        byte[] good = await File.ReadAllBytesAsync(manifest);
        for (int at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << at % 8);
            await File.WriteAllBytesAsync(manifest, bad);
            Assert.Equal(manifest, Assert.Throws<HistoryDamagedException>(() => _fixture.Open()).File);
        }
        Assert.NotEmpty(_fixture.Runs);                                   // and nothing was deleted on its word
    }

    [Fact]
    public async Task What_a_crash_in_the_middle_of_a_flush_left_is_deleted_and_told_again()
    {
        var (records, model) = (new SomeRecords(3), new HistoryModel());
        FileHistory history = _fixture.Open();
        await Tell(history, model, records, 20);
        await history.Flush();
        byte[] manifest = await File.ReadAllBytesAsync(Path.Combine(_fixture.Path, Manifest.Name));
        string[] runs = _fixture.Runs;
        long[] before = await Positions(history);
        var rest = await Tell(history, model, records, 20);
        await history.Flush();

        await File.WriteAllBytesAsync(Path.Combine(_fixture.Path, Manifest.Name), manifest);       // the new runs are there, the manifest is not
        await File.WriteAllTextAsync(Path.Combine(_fixture.Path, "77" + RunFile.Unfinished), "half a run");
        await File.WriteAllTextAsync(Path.Combine(_fixture.Path, "notes.txt"), "not ours");
        FileHistory again = _fixture.Open();
        Assert.Equal(runs, _fixture.Runs);
        Assert.Equal(["manifest", "notes.txt"], Directory.GetFiles(_fixture.Path).Select(file => Path.GetFileName(file)).Where(name => !name.EndsWith(RunFile.Extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(before, await Positions(again));
        foreach (var (shard, record) in rest)
            await again.Add(shard, record);
        await HistoryFixture.Check(again, model, new(3), 10);
    }

    [Theory, InlineData("open"), InlineData("write"), InlineData("flush")]
    public async Task When_the_disk_fails_rows_stay_in_memory_until_it_does_not(string step)
    {
        var (random, records, model, disk) = (new Random(4), new SomeRecords(4), new HistoryModel(), new FaultyDisk());
        int left = int.MaxValue, failures = 0;
        disk.Fault = asked => asked == step && left-- <= 0 && ++failures > 0 ? FaultyDisk.NoSpace : null;
        FileHistory history = _fixture.Open(disk.Open);
        for (int round = 0; round < 20; round++)
        {
            await Tell(history, model, records, 5);
            left = random.Next(25);
            try
            {
                await history.Flush();
            }
            catch (IOException)
            {
                FileHistory other = new(new HistoryFolder(Copy()), _fixture.Options, _fixture.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, HistoryFixture.Small);
                Assert.Equal(await Positions(history), await Positions(other));
                Assert.Empty(await other.Verify());
            }
            left = int.MaxValue;
            Assert.Equal(history.Runs.Current.Runs.Length, _fixture.Runs.Length);                  // nothing half done is left
            await HistoryFixture.Check(history, model, random, 3);
        }
        Assert.True(failures > 3);
        await history.Flush();
        await HistoryFixture.Check(_fixture.Open(), model, random, 10);
    }

    [Fact]
    public async Task A_damaged_run_is_not_merged_and_holds_up_nothing_else()
    {
        var (records, model) = (new SomeRecords(8), new HistoryModel());
        await using FileHistory history = _fixture.Open();
        for (int i = 0; i < RunLog.MaxRunsOfDay; i++)
        {
            await Tell(history, model, records, 1);
            await history.Flush();
        }
        string damaged = _fixture.Runs.First(run => Path.GetFileName(run).StartsWith("bars-", StringComparison.Ordinal));
        byte[] bytes = await File.ReadAllBytesAsync(damaged);
        bytes[3] ^= 1;
        await File.WriteAllBytesAsync(damaged, bytes);
        for (int i = 0; i < RunLog.MaxRunsOfDay; i++)
        {
            await Tell(history, model, records, 1);
            await history.Flush();
        }
        Assert.Contains(damaged, _fixture.Runs);
        Assert.Equal(damaged, Assert.Single(await history.Verify()).File);
        Assert.Equal(model.DecisionsOf(HistoryFixture.All), await history.Decisions(HistoryFixture.All));
        Assert.All(history.Runs.Current.Runs.Where(run => run.Kind == HistoryKind.Decisions).GroupBy(run => run.Day), day => Assert.InRange(day.Count(), 1, RunLog.MaxRunsOfDay));
    }

    private static async Task<long[]> Positions(FileHistory history) => [await history.Position(0), await history.Position(1), await history.Position(2)];

    private string Copy()
    {
        string copy = Path.Combine(_fixture.Folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(_fixture.Path))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static async Task<List<(int Shard, Grains.DecidedBars Record)>> Tell(FileHistory history, HistoryModel model, SomeRecords records, int count)
    {
        var told = Enumerable.Range(0, count).Select(_ => records.Next()).ToList();
        foreach (var (shard, record) in told)
        {
            await history.Add(shard, record);
            model.Add(record);
        }
        return told;
    }
}
