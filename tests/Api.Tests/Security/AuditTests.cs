using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.ApiClient.Security.Audit;

namespace GoldenSignals.Api.Tests.Security;

/// <summary>What the log says of requests.</summary>
public class AuditTests(SecuredApi secured) : IClassFixture<SecuredApi>
{
    [Fact]
    public async Task What_is_sent_administered_or_refused_is_noted_with_who_whence_and_result()
    {
        string both = await secured.Key("read", "ingest"), admin = await secured.Key("admin"), guessed = both[..^4] + "aaaa";
        await secured.Post("/v1/ticks", both, $"[{SomeTicks.Tick("AUDIT", SomeTicks.Start, 100)}]");
        await secured.Post("/v1/ticks", both, "[", 400);
        await secured.Post("/v1/news", both, """[{"symbol":"audit","timestamp":"2024-01-02T15:00:00Z","headline":"x"}]""", 422);
        await secured.Get("/v1/symbols", both);
        await secured.Get("/v1/admin/keys", admin);
        await secured.Get("/v1/admin/keys", both, 403);
        JsonElement refused = await secured.Get("/v1/symbols", guessed, 401);
        await secured.Get("/v1/symbols?secret=" + both, null, 401);

        string id = both[..KeyText.IdLength];
        JsonElement[] lines = await Lines(lines => lines.Any(line => line.GetProperty("who").GetString() is null && line.GetProperty("status").GetInt32() == 401));
        string[] mine = [.. lines.Where(line => line.GetProperty("who").GetString() == id || line.GetProperty("who").GetString() == admin[..KeyText.IdLength])
            .Select(line => $"{line.GetProperty("what").GetString()} {line.GetProperty("status").GetInt32()} {(line.TryGetProperty("code", out JsonElement code) ? code.GetString() : "")}".TrimEnd())];
        Assert.Equal(
            [
                "POST /v1/ticks 200", "POST /v1/ticks 400 malformed-body", "POST /v1/news 422 invalid-symbol", "GET /v1/admin/keys 200",
                "GET /v1/admin/keys 403 forbidden", "GET /v1/symbols 401 unauthorized",
            ], mine);
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line.GetProperty("from").GetString()));
        Assert.Contains(lines, line => line.GetProperty("trace").GetString() == refused.GetProperty("traceId").GetString());
        string text = string.Concat(Directory.GetFiles(secured.AuditFolder, "*.ndjson").Select(Read));
        Assert.DoesNotContain(both[(KeyText.IdLength + 1)..], text, StringComparison.Ordinal);
        Assert.DoesNotContain(guessed[(KeyText.IdLength + 1)..], text, StringComparison.Ordinal);
        Assert.Empty(AuditCheck.Of(secured.AuditFolder, new(null), null, default).Faults);
    }

    [Fact]
    public async Task Many_refusals_are_counted_instead_of_listed()
    {
        await Task.WhenAll(Enumerable.Range(0, 400).Select(async _ => (await secured.Send(HttpMethod.Get, "/v1/agents", "guess")).Dispose()));
        await Lines(lines =>
        {
            int listed = lines.Count(line => line.GetProperty("what").GetString() == "GET /v1/agents");
            long more = lines.Where(line => line.GetProperty("what").GetString() == "further requests were refused").Sum(line => line.TryGetProperty("count", out JsonElement count) ? count.GetInt64() : 1);
            return listed + more >= 400 && listed < 400;
        });
    }

    private async Task<JsonElement[]> Lines(Func<JsonElement[], bool> enough)
    {
        using var limit = new CancellationTokenSource(RunningApi.Patience);
        using var period = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            JsonElement[] lines = [.. Directory.GetFiles(secured.AuditFolder, "*.ndjson").SelectMany(file => Read(file).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => JsonDocument.Parse(line).RootElement)];
            if (enough(lines))
                return lines;
            await period.WaitForNextTickAsync(limit.Token);
        }
    }

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }
}

/// <summary>That the log shows what was done to it.</summary>
public sealed class AuditChainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gs-audit-").FullName;
    private readonly AuditChain _plain = new(null), _keyed = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private string LogFile => Path.Combine(_folder, "00000001.ndjson");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_log_that_nobody_touched_is_as_it_was_written_over_several_runs()
    {
        Write(_plain, 5);
        Write(_plain, 3);
        AuditCheck check = Check(_plain);
        Assert.Empty(check.Faults);
        Assert.Equal((1, 8L, 0L), (check.Files, check.Lines, check.TornBytes));
        Assert.StartsWith("8:", check.Last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a status is edited", "changed")]
    [InlineData("an address is edited", "changed")]
    [InlineData("a letter is added behind a line", "changed|no line")]
    [InlineData("a hash is edited", "changed")]
    [InlineData("a line is removed", "lines 3 to 3 are missing")]
    [InlineData("the first line is removed", "lines 1 to 1 are missing")]
    [InlineData("two lines change places", "stands behind")]
    [InlineData("a line is doubled", "stands behind")]
    [InlineData("a line is put in", "stands behind|does not follow|no line")]
    [InlineData("the last line is removed", "lines 6 to 6 are missing at the end")]
    [InlineData("half the last line is removed", "lines 6 to 6 are missing at the end")]
    [InlineData("everything is removed", "lines 1 to 6 are missing at the end")]
    [InlineData("the file is removed", "lines 1 to 6 are missing at the end")]
    [InlineData("the head is removed", "how far")]
    [InlineData("a line is edited and its hash made anew", "does not follow")]
    [InlineData("the last line is edited and its hash made anew", "not the one that was written")]
    public void Whatever_is_done_to_it_shows(string what, string fault)
    {
        Write(_plain, 6);
        string[] lines = File.ReadAllLines(LogFile);
        List<string> done = [.. lines];
        switch (what)
        {
            case "a status is edited": done[2] = done[2].Replace("\"status\":200", "\"status\":401", StringComparison.Ordinal); break;
            case "an address is edited": done[0] = done[0].Replace("10.0.0.1", "10.0.0.2", StringComparison.Ordinal); break;
            case "a letter is added behind a line": done[3] += " "; break;
            case "a hash is edited": done[3] = done[3][..^3] + (done[3][^3] == '0' ? '1' : '0') + done[3][^2..]; break;
            case "a line is removed": done.RemoveAt(2); break;
            case "the first line is removed": done.RemoveAt(0); break;
            case "two lines change places": (done[1], done[2]) = (done[2], done[1]); break;
            case "a line is doubled": done.Insert(3, done[2]); break;
            case "a line is put in": done.Insert(3, Made(done[3], "gs_nobodynobod")); break;
            case "the last line is removed": done.RemoveAt(5); break;
            case "everything is removed": done.Clear(); break;
            case "the head is removed": File.Delete(Path.Combine(_folder, "head")); break;
            case "a line is edited and its hash made anew": done[2] = Made(done[2], "gs_somebodyels"); break;
            case "the last line is edited and its hash made anew": done[5] = Made(done[5], "gs_somebodyels"); break;
        }
        if (what == "the file is removed")
            File.Delete(LogFile);
        else if (what == "half the last line is removed")
            File.WriteAllText(LogFile, File.ReadAllText(LogFile)[..^100]);
        else
            File.WriteAllText(LogFile, string.Concat(done.Select(line => line + "\n")));

        Assert.Matches(fault, string.Join('\n', Check(_plain).Faults.Select(found => found.What)));
        // And goes on showing when the grid has gone on.
        Write(_plain, 2);
        Assert.NotEmpty(Check(_plain).Faults);
    }

    [Fact]
    public void Who_makes_the_whole_chain_anew_is_caught_by_a_key_or_by_an_end_that_was_kept_elsewhere()
    {
        Write(_plain, 4);
        AuditLink kept = AuditLink.Parse(Check(_plain).Last)!.Value;
        Directory.Delete(_folder, recursive: true);
        Write(_plain, 6, "10.9.9.9");                                // forged, head and all
        Assert.Empty(Check(_plain).Faults);
        Assert.Contains("another hash", Assert.Single(AuditCheck.Of(_folder, _plain, kept, default).Faults).What, StringComparison.Ordinal);
        Assert.Equal(6, Check(_keyed).Faults.Length);
    }

    [Fact]
    public void A_line_that_a_crash_cut_off_is_told_and_the_log_goes_on()
    {
        Write(_keyed, 3);
        File.AppendAllText(LogFile, "{\"sequence\":4,\"ti");
        AuditCheck torn = Check(_keyed);
        Assert.Equal((0, 17L), (torn.Faults.Length, torn.TornBytes));
        using (var files = new AuditFiles(_folder, _keyed))
            Assert.Equal(17, files.TornBytes);
        Write(_keyed, 2);
        AuditCheck after = Check(_keyed);
        Assert.Equal((0, 5L, 0L), (after.Faults.Length, after.Lines, after.TornBytes));
    }

    [Fact]
    public void A_log_has_one_writer()
    {
        using var first = new AuditFiles(_folder, _plain);
        Assert.Contains("Api:AuditFolder", Assert.Throws<IOException>(() => new AuditFiles(_folder, _plain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_full_are_followed_by_others_and_one_that_is_taken_away_is_missed()
    {
        string large = new('x', 1 << 20);
        using (var files = new AuditFiles(_folder, _plain))
            for (int i = 0; i < 130; i++)
            {
                files.Add(Entry(large));
                files.Write();
                files.Settle();
            }
        AuditCheck whole = Check(_plain);
        Assert.Equal((0, 130L), (whole.Faults.Length, whole.Lines));
        Assert.Equal(3, whole.Files);
        File.Delete(Path.Combine(_folder, "00000002.ndjson"));
        Assert.Contains("are missing", Assert.Single(Check(_plain).Faults).What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_caller_puts_into_it_stays_in_its_line()
    {
        using (var files = new AuditFiles(_folder, _plain))
        {
            files.Add(Entry("GET /v1/\n{\"sequence\":9,\"hash\":\"0\"}\r\u2028\"}"));
            files.Write();
            files.Settle();
        }
        Assert.Empty(Check(_plain).Faults);
        Assert.Single(File.ReadAllLines(LogFile));
    }

    private AuditCheck Check(AuditChain chain) => AuditCheck.Of(_folder, chain, null, default);

    private void Write(AuditChain chain, int lines, string from = "10.0.0.1")
    {
        using var files = new AuditFiles(_folder, chain);
        for (int i = 0; i < lines; i++)
            files.Add(Entry("POST /v1/ticks", from));
        files.Write();
        files.Settle();
    }

    private static AuditEntry Entry(string what, string from = "10.0.0.1") => new(new(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), "gs_aaaaaaaaaaaa", from, what, 200, null, "00-trace");

    /// <summary>A line of another caller, with the hash that it then has: SHA-256 of all before it, as anyone can compute it.</summary>
    private static string Made(string line, string who)
    {
        string text = Regex.Replace(line[..line.IndexOf(",\"hash\"", StringComparison.Ordinal)], "\"who\":\"[^\"]*\"", $"\"who\":\"{who}\"");
        return $"{text},\"hash\":\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)))}\"}}";
    }
}
