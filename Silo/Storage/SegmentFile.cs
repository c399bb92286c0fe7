using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GoldenSignals.Silo.Storage;

/// <summary>A journal file as its writer sees it: where disks fail.</summary>
public interface ISegmentFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when all that was written is on the disk, and fails when that is not certain.</summary>
    void Flush();

    void SetLength(long length);
}

/// <summary>A file of the operating system.</summary>
public sealed class SegmentFile : ISegmentFile
{
    private readonly SafeFileHandle _file;

    private SegmentFile(string path, FileMode mode) => _file = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <param name="mode">What is there already: to be overwritten, or to be there.</param>
    public static ISegmentFile Open(string path, FileMode mode) => new SegmentFile(path, mode);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_file, bytes, offset);

    public void Flush() => DiskFlush.File(_file);

    public void SetLength(long length) => RandomAccess.SetLength(_file, length);

    public void Dispose() => _file.Dispose();
}

/// <summary>Brings files and folders to the disk, or says that it could not.</summary>
/// <remarks>
/// On Linux by fsync itself: <see cref="RandomAccess.FlushToDisk"/> takes EROFS and EINVAL for success, and EROFS is what comes once a
/// failing disk has made the kernel go over to reading only. For folders the framework has nothing; elsewhere than on Linux their
/// entries are left to the file system.
/// </remarks>
internal static class DiskFlush
{
    private const int Interrupted = 4;

    public static void File(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
            Sync(file, "the file");
        else
            RandomAccess.FlushToDisk(file);
    }

    /// <summary>Makes durable which files a folder has.</summary>
    public static void Folder(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new SafeFileHandle(Posix.Open(path, flags: 0), ownsHandle: true);
        if (folder.IsInvalid)
            throw new IOException($"{path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        Sync(folder, path);
    }

    private static void Sync(SafeFileHandle handle, string what)
    {
        while (Posix.FSync(handle) != 0)
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new IOException($"fsync of {what} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static class Posix
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int FSync(SafeFileHandle file);
    }
}
