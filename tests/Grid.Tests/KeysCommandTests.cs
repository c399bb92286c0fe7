using System.Diagnostics;
using System.Net;
using System.Text.Json;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary><c>keys</c> and <c>audit</c> as a user meets them.</summary>
public class KeysCommandTests
{
    [Fact]
    public async Task A_key_is_printed_once_listed_without_its_secret_and_revoked()
    {
        using var folder = new TemporaryFolder();
        Cli.Result made = await Cli.Run("keys", "create", "--folder", folder.Path, "--name", "desk 7", "--scopes", "read,ingest", "--symbols", "AAA,B/C", "--expires", "90d");
        string key = made.Output.Trim();
        Assert.Matches("^gs_[a-z2-7]{12}_[a-z2-7]{52}$", key);
        Assert.Equal(0, made.ExitCode);

        Cli.Result list = await Cli.Run("keys", "list", "--folder", folder.Path, "--json");
        JsonElement listed = Assert.Single(JsonDocument.Parse(list.Output).RootElement.GetProperty("keys").EnumerateArray());
        Assert.Equal(("desk 7", "good", 2), (listed.GetProperty("name").GetString(), listed.GetProperty("state").GetString(), listed.GetProperty("symbols").GetArrayLength()));
        Assert.InRange(listed.GetProperty("expires").GetDateTime() - listed.GetProperty("created").GetDateTime(), TimeSpan.FromDays(89.9), TimeSpan.FromDays(90.1));
        Assert.DoesNotContain(key[16..], list.Output + (await Cli.Run("keys", "list", "--folder", folder.Path)).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await Cli.Run("keys", "revoke", key[..15], "--folder", folder.Path)).ExitCode);
        Assert.Contains("revoked", (await Cli.Run("keys", "list", "--folder", folder.Path)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scopes takes", "create", "--scopes", "write")]
    [InlineData("--scopes", "create", "--scopes", "")]
    [InlineData("--symbols", "create", "--symbols", "a b")]
    [InlineData("--symbols", "create", "--symbols", "A", "--scopes", "admin")]
    [InlineData("--expires", "create", "--expires", "soon")]
    [InlineData("--expires", "create", "--expires", "2001-01-01T00:00:00Z")]
    [InlineData("--name", "create", "--name", "")]
    [InlineData("there is no key", "revoke", "gs_aaaaaaaaaaaa")]
    public async Task Wrong_words_exit_with_2_and_one_line(string what, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        Cli.Result result = await Cli.Run(["keys", .. arguments, "--folder", folder.Path]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(what.Split(' ')[0], Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_key_is_not_taken_where_its_id_belongs_and_not_repeated()
    {
        using var folder = new TemporaryFolder();
        string key = (await Cli.Run("keys", "create", "--folder", folder.Path)).Output.Trim();
        Cli.Result result = await Cli.Run("keys", "revoke", key, "--folder", folder.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(key[..15], result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(key[16..], result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task Beyond_this_machine_nothing_starts_without_a_key(string address)
    {
        using var folder = new TemporaryFolder();
        Cli.Result refused = await Cli.Run("serve", "--symbols", "0", "--port", "0", "--bind", address, "--data", folder.Path, "--set", "Journal:Durability=Durable");
        Assert.Equal(2, refused.ExitCode);
        string line = Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("keys create", line, StringComparison.Ordinal);
        Assert.Contains("keys.json", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grid_that_asks_for_keys_takes_those_made_while_it_runs_and_leaves_a_log_that_verifies()
    {
        using var folder = new TemporaryFolder();
        string first = (await Cli.Run("keys", "create", "--folder", folder.Path, "--scopes", "read")).Output.Trim();
        using Process process = Cli.Start("serve", "--symbols", "0", "--port", "0", "--data", folder.Path, "--set", "Journal:Durability=Durable", "--set", "Api:Auth=Required", "--json");
        try
        {
            JsonElement started = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)))!).RootElement;
            Assert.Equal("keys", started.GetProperty("access").GetString());
            using var http = new HttpClient { BaseAddress = new(started.GetProperty("url").GetString()!) };
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(http, null));
            Assert.Equal(HttpStatusCode.OK, await Status(http, first));

            string second = (await Cli.Run("keys", "create", "--folder", folder.Path, "--scopes", "read")).Output.Trim();
            await Cli.Run("keys", "revoke", first[..15], "--folder", folder.Path);
            var watch = Stopwatch.StartNew();
            while (await Status(http, second) != HttpStatusCode.OK || await Status(http, first) != HttpStatusCode.Unauthorized)
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "it does not know");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        Cli.Result verified = await Cli.Run("audit", "verify", "--folder", Path.Combine(folder.Path, "audit"), "--json");
        JsonElement check = JsonDocument.Parse(verified.Output).RootElement;
        Assert.Equal((0, 0), (verified.ExitCode, check.GetProperty("faults").GetArrayLength()));
        Assert.True(check.GetProperty("lines").GetInt64() > 0);

        string log = Path.Combine(folder.Path, "audit", "00000001.ndjson");
        await File.WriteAllTextAsync(log, (await File.ReadAllTextAsync(log)).Replace("401", "200", StringComparison.Ordinal));
        Cli.Result changed = await Cli.Run("audit", "verify", "--folder", Path.Combine(folder.Path, "audit"));
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("00000001.ndjson:1: line 1 was changed", changed.Output, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> Status(HttpClient http, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/symbols");
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        using HttpResponseMessage response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
