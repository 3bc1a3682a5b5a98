using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SqsIngestor.Tests;

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
            var start = new ProcessStartInfo(Executable()) { WorkingDirectory = folder, RedirectStandardError = true };
            start.ArgumentList.Add("-I.");
            start.ArgumentList.Add("-I" + Path.Combine(Package, "build", "native", "include"));
            if (includeImports) start.ArgumentList.Add("--include_imports");
            start.ArgumentList.Add($"--descriptor_set_out={output}");
            foreach (var file in files) start.ArgumentList.Add(file);
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
            return File.ReadAllBytes(output);
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static string Executable()
    {
        var platform = OperatingSystem.IsWindows() ? "windows_x64"
            : OperatingSystem.IsMacOS() ? "macosx_universal"
            : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux_arm64" : "linux_x64";
        return Path.Combine(Package, "tools", platform, OperatingSystem.IsWindows() ? "protoc.exe" : "protoc");
    }
}
