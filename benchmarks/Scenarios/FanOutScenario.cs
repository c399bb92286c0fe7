using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>fanout</c>: how long it takes from a tick on its way to the grid to the event that follows from it at every subscriber.</summary>
public static class FanOutScenario
{
    private static readonly string[] s_transports = ["sse", "ws"];

    /// <param name="Transport">sse or ws.</param>
    /// <param name="Stalled">Of the subscribers, those that never read.</param>
    /// <param name="Events">That reached those who read.</param>
    /// <param name="Missing">That did not.</param>
    /// <param name="MedianMilliseconds">From before the tick's request is sent to the bar of it being read.</param>
    /// <param name="AnswerMilliseconds">Median until the request itself was answered.</param>
    /// <param name="ServerMegabytes">Working set of the grid at the end.</param>
    public sealed record Row(
        string Transport, int Subscribers, int Stalled, long Events, long Missing, double MedianMilliseconds, double P99Milliseconds, double MaxMilliseconds, double AnswerMilliseconds, double ServerMegabytes);

    public static Command Create()
    {
        var subscribers = new Option<int[]>("--subscribers") { Description = "How many there are; one row for each", DefaultValueFactory = _ => [100, 1_000], AllowMultipleArgumentsPerToken = true };
        var seconds = new Option<double>("--seconds") { Description = "Time for each row", DefaultValueFactory = _ => 10 };
        var quick = new Option<bool>("--quick") { Description = "A second for each row" };
        var json = CommandLine.Json();
        var command = new Command("fanout", "From a tick to every subscriber of the event stream and of the WebSocket, all of them reading and a tenth of them not") { subscribers, seconds, quick, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var rows = new List<Row>();
            using var run = new FanOutRun();
            await run.WarmUp(cancel);
            foreach (int count in parsed.GetValue(subscribers)!)
                foreach (string transport in s_transports)
                    foreach (int stalled in new[] { 0, count / 10 })
                    {
                        rows.Add(await run.Measure(transport, count, stalled, parsed.GetValue(quick) ? 1 : parsed.GetValue(seconds), cancel));
                        await Console.Error.WriteLineAsync(Line(rows[^1]));
                    }
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(rows, JsonSerializerOptions.Web));
            else
                Print(rows);
            return CommandLine.Done;
        });
        return command;
    }

    private static void Print(IEnumerable<Row> rows)
    {
        Console.WriteLine("way  subscribers  silent     events  missing  p50 ms  p99 ms  max ms  answer ms  grid MB");
        foreach (Row row in rows)
            Console.WriteLine(Line(row));
    }

    private static string Line(Row row) => string.Create(CultureInfo.InvariantCulture,
        $"{row.Transport,-4} {row.Subscribers,11:N0} {row.Stalled,7:N0} {row.Events,10:N0} {row.Missing,8:N0} {row.MedianMilliseconds,7:F2} {row.P99Milliseconds,7:F2} {row.MaxMilliseconds,7:F2} {row.AnswerMilliseconds,10:F2} {row.ServerMegabytes,8:F0}");
}
