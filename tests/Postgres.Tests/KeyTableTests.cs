using GoldenSignals.Postgres.Tests.Support;
using GoldenSignals.Silo.Storage.Keys;
using GoldenSignals.Silo.Storage.Postgres;
using GoldenSignals.Tests;

namespace GoldenSignals.Postgres.Tests;

[Collection(PostgresCollection.Name)]
public class KeyTableTests(OneServer one)
{
    private static readonly DateTime s_start = new(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static readonly StoredKey s_key = new()
    {
        Id = "gs_aaaaaaaaaaaa", Name = "desk ' 7", Hash = new('0', 64), Scopes = ["read", "ingest"], Symbols = ["A", "B/C"], Signed = true, Created = s_start, Expires = s_start.AddYears(200),
    };

    [PostgresFact]
    public async Task Keys_come_back_as_they_were_made_in_a_database_that_is_empty_at_first()
    {
        var options = new PostgresOptions { ConnectionString = await one.Server.CreateDatabase() };
        await using KeyTable table = new(options), other = new(options);
        KeyList none = (await table.Read(null))!;
        Assert.Empty(none.Keys);
        StoredKey plain = s_key with { Id = "gs_bbbbbbbbbbbb", Symbols = null, Expires = null, Signed = false, Created = s_start.AddSeconds(1) };
        await other.Add(s_key);
        await other.Add(plain);

        KeyList two = (await table.Read(none.Tag))!;
        Assert.Null(await table.Read(two.Tag));
        Assert.Equal(2, two.Keys.Count);
        Assert.Equivalent(s_key, two.Keys[0], strict: true);
        Assert.Equivalent(plain, two.Keys[1], strict: true);
        Assert.Equal(DateTimeKind.Utc, two.Keys[0].Created.Kind);
        // A grid that starts afterwards makes the rest of its schema.
        await (await SomeRecords.Open(options.ConnectionString)).DisposeAsync();
    }

    [PostgresFact]
    public async Task What_one_revokes_another_sees_and_the_time_stays_the_first()
    {
        var options = new PostgresOptions { ConnectionString = await one.Server.CreateDatabase() };
        await using KeyTable table = new(options), other = new(options);
        await table.Add(s_key);
        KeyList before = (await other.Read(null))!;
        Assert.Equal(s_start.AddDays(1), (await table.Revoke(s_key.Id, s_start.AddDays(1)))!.Revoked);
        Assert.Equal(s_start.AddDays(1), (await table.Revoke(s_key.Id, s_start.AddDays(2)))!.Revoked);
        Assert.Null(await table.Revoke("gs_nobodynobod", s_start));
        StoredKey seen = Assert.Single((await other.Read(before.Tag))!.Keys);
        Assert.False(seen.IsGood(s_start));
    }

    [PostgresFact]
    public async Task Uses_are_noted_never_backwards_and_wake_nobody()
    {
        var options = new PostgresOptions { ConnectionString = await one.Server.CreateDatabase() };
        await using KeyTable table = new(options);
        await table.Add(s_key);
        KeyList before = (await table.Read(null))!;
        await table.Used(new Dictionary<string, DateTime> { [s_key.Id] = s_start.AddHours(2), ["gs_nobodynobod"] = s_start });
        await table.Used(new Dictionary<string, DateTime> { [s_key.Id] = s_start.AddHours(1) });
        Assert.Null(await table.Read(before.Tag));
        Assert.Equal(s_start.AddHours(2), Assert.Single((await table.Read(null))!.Keys).LastUsed);
    }
}
