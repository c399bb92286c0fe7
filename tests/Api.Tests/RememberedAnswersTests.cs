using GoldenSignals.Grains;

namespace GoldenSignals.Api.Tests;

/// <summary>What is remembered of answers, and for how long.</summary>
public class RememberedAnswersTests
{
    private readonly SetClock _clock = new();
    private readonly RememberedAnswers _answers;

    public RememberedAnswersTests() => _answers = new(_clock);

    [Fact]
    public void An_answer_is_kept_for_a_day()
    {
        Assert.Equal(OnceStage.New, Begin("a"));
        Assert.Equal(OnceStage.Running, Begin("a"));
        _answers.Done(new("a", [1]));
        _clock.Now += RememberedAnswers.Kept - TimeSpan.FromTicks(1);
        Assert.Equal(OnceStage.Done, Begin("a"));
        Assert.Equal(OnceStage.Another, Begin("a", "other"));
        _clock.Now += TimeSpan.FromTicks(1);
        Assert.Equal(OnceStage.New, Begin("a", "other"));
    }

    [Fact]
    public void Who_began_and_never_ended_gives_way()
    {
        Begin("a");
        _clock.Now += RememberedAnswers.LongestWork - TimeSpan.FromTicks(1);
        Assert.Equal(OnceStage.Running, Begin("a"));
        _clock.Now += TimeSpan.FromTicks(1);
        Assert.Equal(OnceStage.New, Begin("a"));
    }

    [Fact]
    public void What_was_not_done_is_done_when_it_comes_again_and_what_was_stays_done()
    {
        Begin("a");
        _answers.Forget("a");
        Assert.Equal(OnceStage.New, Begin("a"));
        _answers.Done(new("a", [1]));
        _answers.Forget("a");
        Assert.Equal(OnceStage.Done, Begin("a"));
    }

    [Fact]
    public void There_are_never_too_many_keys_or_bytes()
    {
        for (int i = 0; i < RememberedAnswers.MostKeys + 5; i++)
        {
            Assert.Equal(OnceStage.New, Begin($"{i}"));
            _answers.Done(new($"{i}", [1]));
        }
        Assert.Equal(OnceStage.New, Begin("4"));
        Assert.Equal(OnceStage.Done, Begin($"{RememberedAnswers.MostKeys}"));
        for (int i = 0; i < 5; i++)
        {
            Begin($"large {i}");
            _answers.Done(new($"large {i}", new byte[RememberedAnswers.MostBytes / 4]));
        }
        Assert.Equal(OnceStage.New, Begin("large 0"));
        Assert.Equal(OnceStage.Done, Begin("large 4"));
    }

    private OnceStage Begin(string key, string digest = "") => _answers.Begin(new(key, digest)).Stage;

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
