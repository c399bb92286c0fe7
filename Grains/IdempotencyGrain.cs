using Orleans;

namespace GoldenSignals.Grains;

/// <summary>A part of the answers that the grid remembers, the same for every API process.</summary>
[KeepAlive]
public sealed class IdempotencyGrain(TimeProvider clock) : Grain, IIdempotencyGrain
{
    private readonly RememberedAnswers _answers = new(clock);

    public Task<OnceState> Begin(OnceRequest request) => Task.FromResult(_answers.Begin(request));

    public Task Done(OnceAnswer answer)
    {
        _answers.Done(answer);
        return Task.CompletedTask;
    }

    public Task Forget(string key)
    {
        _answers.Forget(key);
        return Task.CompletedTask;
    }
}
