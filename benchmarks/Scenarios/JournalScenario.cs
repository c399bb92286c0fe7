using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Silo.Commands;
using GoldenSignals.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>journal</c>: what the embedded journal takes per second, by how many append at once, and how fast it is read back.</summary>
public static class JournalScenario
{
    /// <param name="Shards">That append at once.</param>
    /// <param name="OnTheWay">Records of each that are begun before the first is durable.</param>
    /// <param name="Fsyncs">Those of the headers of new files included.</param>
    /// <param name="MedianMilliseconds">From the call to the acknowledgement.</param>
    /// <param name="CpuMicrosecondsPerRecord">Of the whole process.</param>
    public sealed record Row(int Shards, int OnTheWay, double RecordsPerSecond, double MegabytesPerSecond, long Fsyncs, double RecordsPerFsync, double MedianMilliseconds, double P99Milliseconds, double CpuMicrosecondsPerRecord);

    /// <param name="OpenSeconds">Until a journal of the last row's size is open again.</param>
    /// <param name="ReadSeconds">Until all shards, at once, have read all their records.</param>
    public sealed record Result(string Folder, int BodyBytes, double FsyncMilliseconds, Row[] Rows, double OpenSeconds, double ReadSeconds, double ReadMegabytesPerSecond);

    public static Command Create()
    {
        var body = new Option<int>("--bytes") { Description = "Bytes of a record", DefaultValueFactory = _ => 1_000 };
        var seconds = new Option<double>("--seconds") { Description = "Time for each row", DefaultValueFactory = _ => 3 };
        var folder = new Option<string?>("--folder") { Description = "Where to write; default: the system's folder for temporary files", HelpName = "FOLDER" };
        var quick = new Option<bool>("--quick") { Description = "Half a second for each row" };
        var json = CommandLine.Json();
        var command = new Command("journal", "What the embedded journal takes per second, and how fast it is read back") { body, seconds, folder, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            string place = Path.Combine(parsed.GetValue(folder) ?? Path.GetTempPath(), $"journal-benchmark-{Environment.ProcessId}");
            try
            {
                Result result = await Run(place, parsed.GetValue(body), parsed.GetValue(quick) ? 0.5 : parsed.GetValue(seconds), cancel);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
                else
                    Print(result);
                return CommandLine.Done;
            }
            finally
            {
                if (Directory.Exists(place))
                    Directory.Delete(place, recursive: true);
            }
        });
        return command;
    }

    private static async Task<Result> Run(string folder, int bytes, double seconds, CancellationToken cancel)
    {
        const int Shards = 64;
        var rows = new List<Row>();
        foreach ((int shards, int onTheWay) in new[] { (1, 1), (8, 1), (Shards, 1), (Shards, 2), (Shards, 32) })
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            rows.Add(await Appends(folder, shards, onTheWay, bytes, seconds, cancel));
            await Console.Error.WriteLineAsync($"{shards} shards, {onTheWay} on the way");
        }

        var watch = Stopwatch.StartNew();
        await using FileJournalStore store = Open(folder, Shards, SegmentFile.Open);
        double open = watch.Elapsed.TotalSeconds;
        long[] read = await Task.WhenAll(Enumerable.Range(0, Shards).Select(async shard =>
        {
            long sum = 0;
            await foreach (StoredRecord record in store.Read(shard, after: 0, cancel))
                sum += record.Body.Length;
            return sum;
        }));
        double all = watch.Elapsed.TotalSeconds - open;
        return new(folder, bytes, Fsync(folder), [.. rows], open, all, read.Sum() / all / 1e6);
    }

    private static FileJournalStore Open(string folder, int shards, Func<string, FileMode, ISegmentFile> open) =>
        FileJournalStore.Open(folder, shards, new JournalOptions(), TimeProvider.System, NullLogger<FileJournalStore>.Instance, open);

    private static async Task<Row> Appends(string folder, int shards, int onTheWay, int bytes, double seconds, CancellationToken cancel)
    {
        long fsyncs = 0;
        await using FileJournalStore store = Open(folder, 64, (path, mode) => new Counting(SegmentFile.Open(path, mode), () => Interlocked.Increment(ref fsyncs)));
        var body = new byte[bytes];
        new Random(7).NextBytes(body);
        List<double>[] latencies = [];
        Measured measured = await Measured.Of(async () => latencies = await Task.WhenAll(Enumerable.Range(0, shards).Select(shard => Task.Run(() => Owner(store, shard, onTheWay, body, seconds, cancel), cancel))));
        double[] sorted = [.. latencies.SelectMany(some => some).Order()];
        return new(shards, onTheWay, sorted.Length / measured.Seconds, (double)sorted.Length * bytes / measured.Seconds / 1e6, fsyncs, (double)sorted.Length / fsyncs,
            sorted[sorted.Length / 2] * 1e3, sorted[(int)(sorted.Length * 0.99)] * 1e3, measured.CpuSeconds * 1e6 / sorted.Length);
    }

    /// <returns>For each record, seconds until it was acknowledged.</returns>
    private static async Task<List<double>> Owner(FileJournalStore store, int shard, int onTheWay, byte[] body, double seconds, CancellationToken cancel)
    {
        long epoch = (await store.Open(shard)).Epoch, sequence = 0, begin = Stopwatch.GetTimestamp();
        var latencies = new List<double>();
        var waiting = new Queue<(long Begun, Task Task)>();
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds || waiting.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            while (waiting.Count < onTheWay && Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
                waiting.Enqueue((Stopwatch.GetTimestamp(), store.Append(new(shard, epoch, ++sequence, 1, body)).AsTask()));
            if (!waiting.TryDequeue(out (long Begun, Task Task) oldest))
                break;
            await oldest.Task;
            latencies.Add(Stopwatch.GetElapsedTime(oldest.Begun).TotalSeconds);
        }
        return latencies;
    }

    /// <summary>Median of one after another, 4 KB each: what the disk itself takes, in milliseconds.</summary>
    private static double Fsync(string folder)
    {
        string path = Path.Combine(folder, "fsync");
        using ISegmentFile file = SegmentFile.Open(path, FileMode.Create);
        var block = new byte[4096];
        var times = new List<double>();
        for (int i = 0; i < 200; i++)
        {
            file.Write(block, i * 4096L);
            long begin = Stopwatch.GetTimestamp();
            file.Flush();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        return times.Order().ElementAt(100);
    }

    private sealed class Counting(ISegmentFile file, Action flushed) : ISegmentFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset) => file.Write(bytes, offset);

        public void Flush()
        {
            flushed();
            file.Flush();
        }

        public void SetLength(long length) => file.SetLength(length);

        public void Dispose() => file.Dispose();
    }

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"{result.Folder}: records of {result.BodyBytes:N0} bytes; the disk takes {result.FsyncMilliseconds:F2} ms for one fsync"));
        Console.WriteLine("shards  on the way    records/s      MB/s    fsyncs  records/fsync    p50 ms    p99 ms  us CPU/record");
        foreach (Row row in result.Rows)
            Console.WriteLine(string.Create(invariant, $"{row.Shards,6}{row.OnTheWay,12}{row.RecordsPerSecond,13:N0}{row.MegabytesPerSecond,10:F1}{row.Fsyncs,10:N0}{row.RecordsPerFsync,15:F1}{row.MedianMilliseconds,10:F2}{row.P99Milliseconds,10:F2}{row.CpuMicrosecondsPerRecord,15:F2}"));
        Console.WriteLine(string.Create(invariant, $"the last one opened again in {result.OpenSeconds:F2} s; all of it read by 64 shards at once in {result.ReadSeconds:F2} s, {result.ReadMegabytesPerSecond:F0} MB/s"));
    }
}
