using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.ApiClient.Endpoints;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Commands;
using GoldenSignals.Silo.Storage.Keys;

namespace GoldenSignals.ApiClient.Commands;

/// <summary><c>keys</c>: makes, lists and revokes keys, of a grid that runs or does not; one that runs knows within a second.</summary>
static class KeysCommand
{
    public static Command Create() => new("keys", "Make, list and revoke keys of the API; a running grid knows within a second") { New(), List(), Revoke() };

    private static Command New()
    {
        var name = new Option<string>("--name") { Description = "What the key is for", DefaultValueFactory = _ => "unnamed" };
        var scopes = new Option<string>("--scopes") { Description = "What it allows: some of read,ingest,admin", HelpName = "SCOPES", DefaultValueFactory = _ => "read" };
        var symbols = new Option<string?>("--symbols") { Description = "The only symbols that it allows, separated by commas; default all", HelpName = "A,B" };
        var expires = new Option<string?>("--expires") { Description = "When it ends: 12h or 90d from now, or a time such as 2027-01-01T00:00:00Z; default never", HelpName = "TIME" };
        var signed = new Option<bool>("--signed") { Description = "The key is never sent, but signs each request (docs/security.md)" };
        (Option<string?> folder, Option<string[]> set, Option<bool> json) = Common();
        var command = new Command("create", "Make a key. It is printed once, on stdout, and cannot be shown again") { name, scopes, symbols, expires, signed, folder, set, json };
        command.SetAction(async (parsed, cancel) =>
        {
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            var order = new KeyOrder(
                parsed.GetValue(name)!, Listed(parsed.GetValue(scopes)!), parsed.GetValue(symbols) is { } some ? Listed(some) : null,
                parsed.GetValue(expires) is { } end ? Expiry(end, now) : null, parsed.GetValue(signed));
            if (order.Fault(now) is var (field, what))
                throw new ValidationException($"--{field} {what}");
            await using IKeyStore store = Store(parsed.GetValue(folder), parsed.GetValue(set));
            (StoredKey kept, string text) = order.Make(now);
            await store.Add(kept, cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { key = text, about = KeyDocument.From(kept, TimeProvider.System), keptIn = store.Place }, CommandLine.JsonOutput));
            else
            {
                Console.WriteLine(text);
                await Console.Error.WriteLineAsync($"{kept.Id} ({string.Join(", ", kept.Scopes)}) is in {store.Place}; the key above is shown this once");
            }
            return CommandLine.Done;
        });
        return command;
    }

    private static Command List()
    {
        (Option<string?> folder, Option<string[]> set, Option<bool> json) = Common();
        var command = new Command("list", "Every key there is or was; what opens the grid is not in it") { folder, set, json };
        command.SetAction(async (parsed, cancel) =>
        {
            await using IKeyStore store = Store(parsed.GetValue(folder), parsed.GetValue(set));
            KeyDocument[] keys = [.. (await store.Read(since: null, cancel))!.Keys.Select(key => KeyDocument.From(key, TimeProvider.System))];
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { keptIn = store.Place, keys }, CommandLine.JsonOutput));
            else
                Print(keys, store.Place);
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("ID") { Description = "The key's public part: gs_ and 12 letters" };
        (Option<string?> folder, Option<string[]> set, Option<bool> json) = Common();
        var command = new Command("revoke", "End a key for good") { id, folder, set, json };
        command.SetAction(async (parsed, cancel) =>
        {
            await using IKeyStore store = Store(parsed.GetValue(folder), parsed.GetValue(set));
            string wanted = parsed.GetValue(id)!;
            if (KeyText.Is(wanted))
                throw new ValidationException($"that is a whole key, which should not be written here; its id is {wanted[..KeyText.IdLength]}");
            StoredKey key = await store.Revoke(wanted, TimeProvider.System.GetUtcNow().UtcDateTime, cancel) ?? throw new ValidationException($"there is no key {wanted} in {store.Place}");
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(KeyDocument.From(key, TimeProvider.System), CommandLine.JsonOutput) : $"{key.Id} is revoked");
            return CommandLine.Done;
        });
        return command;
    }

    private static (Option<string?> Folder, Option<string[]> Set, Option<bool> Json) Common() => (
        new("--folder") { Description = "The grid's data folder; default the database where one is configured, else data", HelpName = "FOLDER" },
        CommandLine.Set("Api", "Journal", "PostgreSql", "Cluster"),
        CommandLine.Json());

    /// <summary>Where the keys of the grid are that has the same configuration.</summary>
    private static IKeyStore Store(string? folder, string[]? set)
    {
        if (folder is not null)
            return new KeyFile(Path.Combine(folder, KeyFile.Name));
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(CommandLine.Settings(set));
        if (!string.IsNullOrEmpty(builder.Configuration["Cluster:PostgreSql"]))
            builder.Configuration["Grid:Mode"] = "Cluster";
        IKeyStore store = KeyStores.Of(builder.Configuration, GridHosting.Bound<ApiOptions>(builder.Configuration, ApiOptions.Section).KeyFile);
        return store is not MemoryKeys ? store : throw new ValidationException("nothing is kept (Journal:Durability=Memory), so there is no place for a key: --folder names a data folder, Api:KeyFile a file");
    }

    private static string[] Listed(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static DateTimeOffset Expiry(string text, DateTime nowUtc)
    {
        if (Rfc3339.TryParse(text, out DateTime utc))
            return new(utc);
        if (text.Length is > 1 and < 7 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && text[^1] is 'h' or 'd')
            return new(text[^1] == 'd' ? nowUtc.AddDays(count) : nowUtc.AddHours(count));
        throw new ValidationException($"--expires takes 12h, 90d or a time such as 2027-01-01T00:00:00Z, not '{text}'");
    }

    private static void Print(KeyDocument[] keys, string place)
    {
        foreach (KeyDocument key in keys)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{key.Id}  {key.State,-8} {string.Join(',', key.Scopes) + (key.Signed ? ",signed" : ""),-24} made {Day(key.Created)}  ends {Day(key.Expires)}  used {Day(key.LastUsed)}  {key.Name}{(key.Symbols is { } symbols ? $"  [{string.Join(',', symbols)}]" : "")}"));
        Console.WriteLine($"{keys.Length} keys in {place}");
    }

    private static string Day(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never";
}
