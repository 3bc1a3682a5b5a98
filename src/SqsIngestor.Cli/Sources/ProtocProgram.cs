using System.ComponentModel;
using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Sources;

/// <summary>The protoc that comes with the program, in the folder <c>protoc</c> beside it.</summary>
internal static class ProtocProgram
{
    /// <summary>Compiles one file with all that it imports.</summary>
    /// <param name="file">The .proto file; what it imports is looked for in its own folder first.</param>
    /// <param name="importPaths">More folders.</param>
    /// <exception cref="CliException">The file is wrong; the message is protoc's own.</exception>
    public static FileDescriptorSet Compile(FileInfo file, IReadOnlyList<DirectoryInfo> importPaths)
    {
        // protoc would leave its output unwritten without a word of the path.
        if (!file.Exists) throw new CliException(ExitCodes.Usage, $"{file}: error: the file cannot be read: it does not exist");
        var output = Path.GetTempFileName();
        try
        {
            Run(file, importPaths, output);
            return ProtoSet.TryParse(File.ReadAllBytes(output)) ?? throw new CliException(ExitCodes.Failure, $"{file}: error: protoc wrote no descriptor set");
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static void Run(FileInfo file, IReadOnlyList<DirectoryInfo> importPaths, string output)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "protoc");
        var start = new ProcessStartInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? "protoc.exe" : "protoc"))
        {
            WorkingDirectory = file.DirectoryName,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // The import path comes first, so that the set names the file by its own name and not by its folder.
        start.ArgumentList.Add("--proto_path=.");
        foreach (var path in importPaths) start.ArgumentList.Add($"--proto_path={path.FullName}");
        start.ArgumentList.Add($"--proto_path={Path.Combine(folder, "include")}");
        start.ArgumentList.Add("--include_imports");
        start.ArgumentList.Add("--include_source_info");
        start.ArgumentList.Add($"--descriptor_set_out={output}");
        start.ArgumentList.Add(file.Name);
        try
        {
            using var process = Process.Start(start)!;
            var (errors, messages) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
            process.WaitForExit();
            Task.WaitAll(errors, messages);
            if (process.ExitCode != 0) throw new CliException(ExitCodes.Failure, WithFolder(errors.Result.TrimEnd(), file));
        }
        catch (Win32Exception e)
        {
            throw new CliException(ExitCodes.Failure, $"protoc cannot be started: {e.Message}. It belongs to the program, as {start.FileName}: build the program on this machine.", e);
        }
    }

    /// <summary>protoc's lines name the file as it saw it; people and editors want the path that they gave.</summary>
    private static string WithFolder(string errors, FileInfo file) =>
        string.Join('\n', errors.Split('\n').Select(line => line.StartsWith(file.Name + ":", StringComparison.Ordinal) ? file.ToString() + line[file.Name.Length..] : line));
}
