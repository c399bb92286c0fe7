using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient;

namespace GoldenSignals.Api.Tests;

/// <summary>Who has nothing but the document can write a client: it leaves nothing out, and what it shows is true.</summary>
[Collection(ApiCollection.Name)]
public class OpenApiWalkTests(RunningApi api)
{
    [Fact]
    public async Task Everything_in_it_is_described()
    {
        JsonElement document = await api.Get("/openapi/v1.json");
        var missing = new List<string>();
        foreach (JsonElement tag in document.GetProperty("tags").EnumerateArray())
            Require(tag, "description", $"tag {tag.GetProperty("name")}");
        foreach ((string name, JsonElement operation) in Operations(document))
        {
            Require(operation, "summary", name);
            foreach (JsonElement parameter in Members(operation, "parameters"))
            {
                Require(parameter, "description", $"{name} {parameter.GetProperty("name")}");
                Require(parameter, "schema", $"{name} {parameter.GetProperty("name")}");
            }
            foreach (JsonProperty response in operation.GetProperty("responses").EnumerateObject())
            {
                Require(response.Value, "description", $"{name} {response.Name}");
                if (response.Name is "304" or "204" or "101" || name is "GET /v1/stream" or "GET /v1/ws" && response.Name == "200")
                    continue;
                foreach (JsonProperty media in response.Value.GetProperty("content").EnumerateObject().Where(media => media.Name != "text/event-stream"))
                {
                    Require(media.Value, "schema", $"{name} {response.Name}");
                    if (!media.Value.TryGetProperty("example", out _) && !media.Value.TryGetProperty("examples", out _))
                        missing.Add($"an example of {name} {response.Name}");
                }
            }
        }
        foreach (JsonProperty schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            Require(schema.Value, "description", schema.Name);
            if (schema.Value.TryGetProperty("properties", out JsonElement properties))
                foreach (JsonProperty property in properties.EnumerateObject())
                    Require(property.Value, "description", $"{schema.Name}.{property.Name}");
        }
        Assert.True(missing.Count == 0, string.Join("\n", missing));

        void Require(JsonElement of, string member, string name)
        {
            if (!of.TryGetProperty(member, out JsonElement value) || value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0)
                missing.Add($"the {member} of {name}");
        }
    }

    [Fact]
    public async Task Every_error_says_which_problems_it_may_be_and_every_problem_is_one_of_an_operation()
    {
        JsonElement document = await api.Get("/openapi/v1.json");
        var listed = new HashSet<string>();
        foreach ((string name, JsonElement operation) in Operations(document))
        {
            Assert.True(operation.GetProperty("responses").TryGetProperty("500", out _), name);
            foreach (JsonProperty response in operation.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] is '4' or '5'))
            {
                JsonElement examples = response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("examples");
                Assert.True(examples.EnumerateObject().Any(), $"{name} {response.Name}");
                foreach (JsonProperty example in examples.EnumerateObject())
                {
                    JsonElement problem = example.Value.GetProperty("value");
                    Assert.Equal((example.Name, $"/problems/{example.Name}", response.Name), (problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString(), problem.GetProperty("status").ToString()));
                    Assert.Contains(example.Name, response.Value.GetProperty("description").GetString(), StringComparison.Ordinal);
                    listed.Add(example.Name);
                }
            }
        }
        Assert.Empty(Problems.All.Select(problem => problem.Code).Except(listed).Except(["method-not-allowed"]));
        Assert.Empty(listed.Except(Problems.All.Select(problem => problem.Code)));
    }

    [Fact]
    public async Task The_examples_of_what_is_sent_in_are_taken()
    {
        JsonElement document = await api.Get("/openapi/v1.json");
        int taken = 0;
        foreach ((string name, JsonElement operation) in Operations(document))
        {
            if (!name.StartsWith("POST ", StringComparison.Ordinal) || !Members(operation, "parameters").Any(parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key") || !operation.TryGetProperty("requestBody", out JsonElement body) || !operation.GetProperty("responses").TryGetProperty("415", out _))
                continue;
            foreach (JsonProperty media in body.GetProperty("content").EnumerateObject())
            {
                JsonElement example = media.Value.GetProperty("example");
                string text = example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText();
                text = text.Replace("ACME", $"EX{taken}", StringComparison.Ordinal);
                JsonElement receipt = await SomeTicks.Json(await api.Client.PostAsync(name[5..].Replace("{symbol}", $"EX{taken}", StringComparison.Ordinal), new StringContent(text, Encoding.UTF8, media.Name)));
                Assert.True(receipt.GetProperty("accepted").GetInt32() == 1, $"{name}: {receipt}");
                taken++;
            }
        }
        Assert.True(taken >= 7, $"{taken}");
    }

    [Fact]
    public async Task Answers_have_the_members_that_the_document_gives_them()
    {
        await api.Take(SomeTicks.Walk("ACME", 120));
        JsonElement document = await api.Get("/openapi/v1.json");
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        string signal = (await api.Get("/v1/signals?limit=1")).GetProperty("signals")[0].GetProperty("id").GetString()!.Replace("/", "%2F", StringComparison.Ordinal);
        int answers = 0;
        foreach ((string name, JsonElement operation) in Operations(document).Where(operation => operation.Name.StartsWith("GET ", StringComparison.Ordinal)))
        {
            if (!operation.GetProperty("responses").TryGetProperty("200", out JsonElement ok) || !ok.TryGetProperty("content", out JsonElement content) || !content.TryGetProperty("application/json", out JsonElement media))
                continue;
            string query = string.Join('&', Members(operation, "parameters").Where(parameter => parameter.TryGetProperty("required", out JsonElement needed) && needed.GetBoolean() && parameter.GetProperty("in").GetString() == "query")
                .Select(parameter => $"{parameter.GetProperty("name").GetString()}={(parameter.GetProperty("name").GetString() == "at" ? "2024-01-02T16:29:00Z" : parameter.GetProperty("example").ToString())}"));
            string path = name[4..].Replace("{symbol}", "ACME", StringComparison.Ordinal).Replace("{code}", "gone", StringComparison.Ordinal);
            if (path == "/v1/signals/{id}")
                path = path.Replace("{id}", signal, StringComparison.Ordinal);
            using HttpResponseMessage response = await api.Client.SendAsync(api.Request(HttpMethod.Get, $"{path}?{query}"));
            if (!response.IsSuccessStatusCode)
                continue;                                            // what this grid has none of
            Check(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement, media.GetProperty("schema"), name);
            answers++;
        }
        Assert.True(answers >= 20, $"{answers}");

        void Check(JsonElement value, JsonElement schema, string where)
        {
            if (schema.TryGetProperty("$ref", out JsonElement reference))
                schema = schemas.GetProperty(reference.GetString()!.Split('/')[^1]);
            if (schema.TryGetProperty("oneOf", out JsonElement any))
            {
                if (value.ValueKind != JsonValueKind.Null)
                    Check(value, any.EnumerateArray().First(one => !one.TryGetProperty("type", out JsonElement type) || type.ToString() != "null"), where);
                return;
            }
            if (schema.TryGetProperty("type", out JsonElement types))
                Assert.True(types.ToString().Contains(TypeOf(value), StringComparison.Ordinal) || TypeOf(value) == "number" && types.ToString().Contains("integer", StringComparison.Ordinal), $"{where} is a {TypeOf(value)}, not {types}");
            if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
                foreach (JsonElement item in value.EnumerateArray())
                    Check(item, items, $"{where}[]");
            if (value.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out JsonElement properties))
                return;
            foreach (JsonProperty member in value.EnumerateObject())
            {
                Assert.True(properties.TryGetProperty(member.Name, out JsonElement of), $"{where}.{member.Name} is not described");
                Check(member.Value, of, $"{where}.{member.Name}");
            }
            if (schema.TryGetProperty("required", out JsonElement required))
                foreach (JsonElement needed in required.EnumerateArray())
                    Assert.True(value.TryGetProperty(needed.GetString()!, out _), $"{where} has no {needed}");
        }

        static string TypeOf(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        };
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)));

    private static IEnumerable<JsonElement> Members(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement list) ? list.EnumerateArray() : [];
}
