using GoldenSignals.ApiClient.Security;
using GoldenSignals.Silo.Storage.Keys;

namespace GoldenSignals.Api.Tests.Security;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gs-keys-").FullName;

    private string PathOfFile => Path.Combine(_folder, "not", "there", "yet", KeyFile.Name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keys_that_several_make_revoke_and_use_at_once_are_all_there()
    {
        StoredKey[] made = [.. Enumerable.Range(0, 24).Select(i => new KeyOrder($"{i}", ["read"], i % 2 == 0 ? null : ["A"], Signed: i % 3 == 0).Make(DateTime.UtcNow).Kept)];
        await Task.WhenAll(made.Select(async key =>
        {
            await new KeyFile(PathOfFile).Add(key);
            await new KeyFile(PathOfFile).Used(new Dictionary<string, DateTime> { [key.Id] = key.Created.AddMinutes(1) });
            Assert.NotNull((await new KeyFile(PathOfFile).Revoke(key.Id, key.Created.AddMinutes(2)))!.Revoked);
        }));
        StoredKey[] read = [.. (await new KeyFile(PathOfFile).Read(null))!.Keys.OrderBy(key => key.Id)];
        Assert.Equal(made.OrderBy(key => key.Id).Select(key => (key.Id, key.Name, key.Hash, key.Signed, key.Created.AddMinutes(1), key.Created.AddMinutes(2))),
            read.Select(key => (key.Id, key.Name, key.Hash, key.Signed, key.LastUsed!.Value, key.Revoked!.Value)));
        Assert.Equal(12, read.Count(key => key.Symbols is ["A"]));
    }

    [Fact]
    public async Task What_is_known_is_not_read_again_and_what_changes_is()
    {
        var file = new KeyFile(PathOfFile);
        KeyList none = (await file.Read(null))!;
        Assert.Empty(none.Keys);
        Assert.Null(await file.Read(none.Tag));
        await file.Add(new KeyOrder("a", ["read"]).Make(DateTime.UtcNow).Kept);
        KeyList one = (await file.Read(none.Tag))!;
        Assert.Single(one.Keys);
        File.SetLastWriteTimeUtc(PathOfFile, DateTime.UtcNow.AddMinutes(-1));      // as if it had been a while
        KeyList settled = (await file.Read(one.Tag))!;
        Assert.Null(await file.Read(settled.Tag));
        Assert.Null(await file.Revoke("gs_nobodynobod", DateTime.UtcNow));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"version\":2,\"keys\":[]}")]
    [InlineData("{\"version\":1,\"keys\":[{\"id\":\"a\"}]}")]
    [InlineData("{\"version\":1,\"keys\":[],\"more\":1}")]
    [InlineData("{\"version\":1,\"keys\":[{\"id\":\"a\",\"name\":\"a\",\"hash\":\"00\",\"scopes\":[],\"created\":\"2024-01-01T00:00:00Z\"}]}")]
    public async Task A_file_that_is_not_as_it_was_written_is_refused_and_stays(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOfFile)!);
        await File.WriteAllTextAsync(PathOfFile, text);
        Assert.Contains(PathOfFile, (await Assert.ThrowsAsync<IOException>(() => new KeyFile(PathOfFile).Read(null))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => new KeyFile(PathOfFile).Add(new KeyOrder("a", ["read"]).Make(DateTime.UtcNow).Kept));
        Assert.Equal(text, await File.ReadAllTextAsync(PathOfFile));
    }

    [Fact]
    public void Keys_are_of_256_random_bits_behind_a_public_name()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(_ => KeyText.New().Text)];
        Assert.All(texts, text => Assert.Matches("^gs_[a-z2-7]{12}_[a-z2-7]{52}$", text));
        Assert.Equal(200, texts.Select(text => text[..KeyText.IdLength]).Distinct().Count());
        // All of the 32 letters turn up, none much more often than chance has it.
        int[] counts = [.. texts.SelectMany(text => text[(KeyText.IdLength + 1)..]).GroupBy(letter => letter).Select(group => group.Count())];
        Assert.Equal(32, counts.Length);
        Assert.InRange(counts.Max(), 200 * 52 / 32, 200 * 52 / 32 * 1.4);
    }
}
