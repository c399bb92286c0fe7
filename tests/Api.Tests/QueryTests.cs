using System.Net;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class QueryTests(RunningApi api)
{
    [Fact]
    public async Task A_symbol_that_comes_to_fit_enters_and_leaves_when_it_no_longer_does()
    {
        using (EventReader before = await EventReader.Open(api, "?symbols=ENTER&events=decision&window=0"))
        {
            await api.Take(SomeTicks.Walk("ENTER", 20));
            await before.Until(item => item.Data.GetProperty("time").GetDateTime() == SomeTicks.Start.AddMinutes(18));
        }
        JsonElement query = await Add("""{"name":"dear","where":"symbol = ENTER and price > 100.5"}""");
        string id = query.GetProperty("id").GetString()!;
        using EventReader events = await EventReader.Open(api, "?symbols=ENTER&events=decision,enter,leave&window=0");
        await api.Take(SomeTicks.Walk("ENTER", 200)[20..]);
        List<StreamEvent> seen = await events.Until(item => item.Name == "decision" && item.Data.GetProperty("time").GetDateTime() == SomeTicks.Start.AddMinutes(198));
        while (seen[^1].Name == "decision" && Fits(seen[^1]) != Fits(seen.Last(item => item != seen[^1] && item.Name == "decision")))
            seen.Add((await events.Next())!);

        bool fits = query.GetProperty("symbols").GetArrayLength() == 1;
        int turns = 0;
        for (int i = 0; i < seen.Count; i++)
        {
            if (seen[i].Name != "decision")
                continue;
            bool turn = Fits(seen[i]) != fits;
            fits = Fits(seen[i]);
            if (!turn)
                continue;
            turns++;
            Assert.Equal((fits ? "enter" : "leave", id, "dear"), (seen[i + 1].Name, seen[i + 1].Data.GetProperty("query").GetString(), seen[i + 1].Data.GetProperty("name").GetString()));
        }
        Assert.InRange(turns, 2, 100);
        Assert.Equal(turns, seen.Count(item => item.Name is "enter" or "leave"));
        Assert.Equal(fits ? ["ENTER"] : [], (await api.Get($"/v1/queries/{id}")).GetProperty("symbols").EnumerateArray().Select(symbol => symbol.GetString()));
        await Drop(id);

        static bool Fits(StreamEvent decision) => decision.Data.GetProperty("price").GetDouble() > 100.5;
    }

    [Fact]
    public async Task Enter_and_leave_that_were_missed_come_again_while_they_are_at_hand()
    {
        string id = (await Add("""{"where":"symbol = MISSED and price > 0"}""")).GetProperty("id").GetString()!;
        using EventReader first = await EventReader.Open(api, "?symbols=MISSED&events=decision&window=0");
        await api.Take(SomeTicks.Walk("MISSED", 3));
        await first.Until(item => item.Data.GetProperty("time").GetDateTime() == SomeTicks.Start.AddMinutes(1));
        using EventReader second = await EventReader.Open(api, "?symbols=MISSED&events=enter,leave&window=0", lastEventId: first.OpeningId);
        StreamEvent enter = (await second.Next())!;
        Assert.Equal(("enter", id, SomeTicks.Start), (enter.Name, enter.Data.GetProperty("query").GetString(), enter.Data.GetProperty("time").GetDateTime()));
        await Drop(id);
    }

    [Fact]
    public async Task A_query_tells_what_fits_it_at_present_and_is_gone_once_it_is_dropped()
    {
        await api.Take([.. SomeTicks.Walk("NOW.A", 5), .. SomeTicks.Walk("NOW.B", 5)]);
        JsonElement query = await Add("""{"where":"symbol in (NOW.A, NOW.B) and not symbol = NOW.B"}""");
        Assert.Equal("NOW.A", Assert.Single(query.GetProperty("symbols").EnumerateArray()).GetString());
        Assert.Equal(3, query.GetProperty("cost").GetInt32());
        string id = query.GetProperty("id").GetString()!;
        Assert.Contains((await api.Get("/v1/queries")).GetProperty("queries").EnumerateArray(), listed => listed.GetProperty("id").GetString() == id);
        await Drop(id);
        Assert.DoesNotContain((await api.Get("/v1/queries")).GetProperty("queries").EnumerateArray(), listed => listed.GetProperty("id").GetString() == id);
        await SomeTicks.Json(await api.Client.GetAsync($"/v1/queries/{id}"), 404);
        await SomeTicks.Json(await api.Client.DeleteAsync($"/v1/queries/{id}"), 404);
    }

    [Theory]
    [InlineData("""{"where":"rsi_14 <"}""", 422, "invalid-condition")]
    [InlineData("""{"where":""}""", 422, "invalid-condition")]
    [InlineData("""{"where":"sector = X"}""", 422, "invalid-condition")]
    [InlineData("""{"where":null}""", 400, "malformed-body")]
    [InlineData("""{}""", 400, "malformed-body")]
    [InlineData("""{"where":"price > 1","what":1}""", 400, "unknown-field")]
    [InlineData("""[]""", 400, "malformed-body")]
    public async Task A_query_that_cannot_stand_is_refused(string body, int status, string code)
    {
        JsonElement problem = await SomeTicks.Json(await api.Client.PostAsync("/v1/queries", SomeTicks.Body(body, "application/json")), status);
        Assert.Equal(code, problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_caller_has_so_many_queries_and_no_more()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gs-");
        for (int run = 0; run < 2; run++)
        {
            var other = new RunningApi();
            await other.Start(null, ("Api:QueriesOfCaller", "2"), ("Journal:Durability", "Durable"), ("Journal:Folder", folder.FullName));
            await other.IsReady();
            for (int i = run; i < 2 - run; i++)
                await SomeTicks.Json(await other.Client.PostAsync("/v1/queries", SomeTicks.Body($$"""{"where":"price > {{i}}"}""", "application/json")), 201);
            JsonElement problem = await SomeTicks.Json(await other.Client.PostAsync("/v1/queries", SomeTicks.Body("""{"where":"price > 9"}""", "application/json")), 429);
            Assert.Equal("too-many-queries", problem.GetProperty("code").GetString());
            Assert.Equal(2, (await other.Get("/v1/queries")).GetProperty("queries").GetArrayLength());      // over a restart, too
            await other.DisposeAsync();
        }
        folder.Delete(recursive: true);
    }

    private async Task<JsonElement> Add(string body) => await SomeTicks.Json(await api.Client.PostAsync("/v1/queries", SomeTicks.Body(body, "application/json")), 201);

    private async Task Drop(string id) => Assert.Equal(HttpStatusCode.NoContent, (await api.Client.DeleteAsync($"/v1/queries/{id}")).StatusCode);
}
