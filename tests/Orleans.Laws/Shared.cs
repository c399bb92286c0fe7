using System.Collections.Concurrent;
using System.Threading.Channels;

namespace GoldenSignals.Orleans.Laws;

/// <summary>Gates and notes that grains and tests of this process share by name, so that a test waits for what happens, never for time.</summary>
static class Shared
{
    static readonly ConcurrentDictionary<string, TaskCompletionSource> Gates = new();
    static readonly ConcurrentDictionary<string, Channel<string>> Notes = new();

    /// <summary>A law that is broken must fail, not hang.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string NewName() => Guid.NewGuid().ToString("N");

    public static Task Gate(string name) => Find(name).Task;

    public static void Open(string name) => Find(name).TrySetResult();

    public static bool Note(string name, string what) => Book(name).Writer.TryWrite(what);

    public static Task<string> NextNote(string name) => Book(name).Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public static bool HasNote(string name) => Book(name).Reader.TryPeek(out _);

    public static async Task<string[]> NextNotes(string name, int count)
    {
        var notes = new string[count];
        for (var index = 0; index < count; index++)
        {
            notes[index] = await NextNote(name);
        }

        return notes;
    }

    public static Task InTime(this Task task) => task.WaitAsync(Patience);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Patience);

    static TaskCompletionSource Find(string name) => Gates.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    static Channel<string> Book(string name) => Notes.GetOrAdd(name, static _ => Channel.CreateUnbounded<string>());
}
