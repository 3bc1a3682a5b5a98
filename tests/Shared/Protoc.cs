using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace SqsIngestor.Tests.Shared;

/// <summary>The protoc that comes with Grpc.Tools.</summary>
internal static class Protoc
{
    private static readonly string Package =
        typeof(Protoc).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "GrpcTools").Value!;

    /// <summary>Compiles files of one folder to a FileDescriptorSet.</summary>
    public static byte[] Compile(string folder, bool includeImports, params string[] files)
    {
        var output = Path.GetTempFileName();
        try
        {
            Run(
                folder, [],
                [.. Enumerable.Repeat("--include_imports", includeImports ? 1 : 0), $"--descriptor_set_out={output}", .. files]);
            return File.ReadAllBytes(output);
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>Text format to wire bytes, fields by number and entries of maps by key.</summary>
    public static byte[] Encode(string folder, string file, string message, string text) =>
        Run(folder, Encoding.UTF8.GetBytes(text), [$"--encode={message}", "--deterministic_output", file]);

    /// <summary>Wire bytes to text format.</summary>
    public static string Decode(string folder, string file, string message, byte[] bytes) =>
        Encoding.UTF8.GetString(Run(folder, bytes, [$"--decode={message}", file]));

    private static byte[] Run(string folder, byte[] input, string[] arguments)
    {
        var start = new ProcessStartInfo(
            Executable(), ["-I.", "-I" + Path.Combine(Package, "build", "native", "include"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            using var standardInput = process.StandardInput.BaseStream;
            standardInput.Write(input);
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        writing.Wait();
        return output.ToArray();
    }

    private static string Executable()
    {
        var platform = OperatingSystem.IsWindows() ? "windows_x64"
            : OperatingSystem.IsMacOS() ? "macosx_universal"
            : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux_arm64" : "linux_x64";
        return Path.Combine(Package, "tools", platform, OperatingSystem.IsWindows() ? "protoc.exe" : "protoc");
    }
}
