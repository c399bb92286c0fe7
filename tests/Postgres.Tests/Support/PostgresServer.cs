using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace GoldenSignals.Tests;

/// <summary>A PostgreSQL server in a temporary folder, on a free port of this machine only, that flushes what it commits. It ends with the tests, whichever way they end.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string? s_binaries = FindBinaries();

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"gs-postgres-{Guid.NewGuid():N}");
    private readonly string[] _as = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
    private Process? _guard;
    private int _databases;

    /// <summary>Why there is no server; null when there is one.</summary>
    public static string? MissingMessage => s_binaries is null
        ? "PostgreSQL is not installed: neither GS_POSTGRES_BIN nor /usr/lib/postgresql/*/bin nor PATH has initdb and postgres"
        : null;

    public int Port { get; } = FreePort();

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a server and starts it. It must be installed: <see cref="MissingMessage"/>.</summary>
    public static async Task<PostgresServer> Create()
    {
        var server = new PostgresServer();
        await server.Initialize();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Initialize()
    {
        Directory.CreateDirectory(_folder);
        if (_as.Length > 0)
            await Run("chown", "postgres", _folder);
        await Run([.. _as, Path.Combine(s_binaries!, "initdb"), "-D", Data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await Start();
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    public async Task Start()
    {
        // A shell stands guard: when this process ends, its end of the pipe closes and the server is killed.
        string[] server = [.. _as, Path.Combine(s_binaries!, "postgres"), "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}", "-c", "fsync=on", "-c", "recovery_init_sync_method=syncfs", "-c", "log_min_messages=fatal"];
        _guard = Process.Start(new ProcessStartInfo("sh", ["-c", "\"$@\" </dev/null & server=$!; cat >/dev/null; kill -QUIT $server; wait", "guard", .. server])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        _guard.ErrorDataReceived += (_, _) => { };
        _guard.BeginErrorReadLine();
        await Eventually.Hold(async () =>
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }, "the server answers", seconds: 120);
    }

    /// <summary>Ends the server and everything that works for it at once, as a power cut would.</summary>
    public async Task Kill()
    {
        if (_guard is null)
            return;
        await Signal("KILL");
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
        _guard = null;
        File.Delete(Path.Combine(Data, "postmaster.pid"));
    }

    /// <summary>Stops the server and everything that works for it: connections stay open and nothing answers.</summary>
    public Task Stop() => Signal("STOP");

    public Task Continue() => Signal("CONT");

    /// <summary>An empty database.</summary>
    /// <returns>How to connect to it.</returns>
    public async Task<string> CreateDatabase()
    {
        string name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database};SSL Mode=Disable";

    private async Task Signal(string signal)
    {
        if (!File.Exists(Path.Combine(Data, "postmaster.pid")))
            return;
        string server = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
        await Process.Start("kill", ["-STOP", server]).WaitForExitAsync();               // makes no more children
        string[] all = [server, .. Children(server)];
        await Process.Start("kill", [$"-{signal}", .. all]).WaitForExitAsync();
        if (signal == "KILL")
            await Eventually.Hold(() => all.All(id => !IsRunning(id)), "the server is gone");
    }

    private static IEnumerable<string> Children(string parent) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let id = Path.GetFileName(folder)
        where char.IsAsciiDigit(id[0]) && Stat(id) is [_, var its, ..] && its == parent
        select id;

    private static bool IsRunning(string id) => Stat(id) is [not "Z", ..];

    /// <summary>State and parent of a process, and what else follows its name; empty when there is none.</summary>
    private static string[] Stat(string id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static async Task Run(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)}: {await output}{await error}");
    }

    private static string? FindBinaries()
    {
        string debian = "/usr/lib/postgresql";
        IEnumerable<string?> places =
        [
            Environment.GetEnvironmentVariable("GS_POSTGRES_BIN"),
            .. Directory.Exists(debian) ? Directory.GetDirectories(debian).OrderDescending().Select(version => Path.Combine(version, "bin")) : [],
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'),
        ];
        return places.FirstOrDefault(place => place is { Length: > 0 } && File.Exists(Path.Combine(place, "initdb")) && File.Exists(Path.Combine(place, "postgres")));
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
