using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Installation;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Sources;

/// <summary>Runs the bundled protoc.</summary>
internal static partial class ProtocProgram
{
    /// <summary>Compiles one file with everything that it imports.</summary>
    /// <param name="file">The .proto file. Its own folder is the first import path.</param>
    /// <param name="importPaths">More import paths.</param>
    /// <exception cref="CliException">protoc refuses the file; the message is protoc's.</exception>
    public static FileDescriptorSet Compile(FileInfo file, IReadOnlyList<DirectoryInfo> importPaths)
    {
        // protoc takes a file that cannot be read for an empty one, and its messages would not have the path.
        Files.Read(file);
        using var folder = TemporaryDirectory.Create();
        var output = Path.Combine(folder.Path, "output.binpb");
        Run(file, importPaths, output, folder);
        return ProtoSet.TryParse(File.ReadAllBytes(output))
            ?? throw CliErrors.ProtocFailed.At(file, "protoc wrote no descriptor set.");
    }

    private static void Run(
        FileInfo file, IReadOnlyList<DirectoryInfo> importPaths, string output, TemporaryDirectory outputFolder)
    {
        var folder = InstalledFiles.PathOf(InstalledFiles.Protoc);
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
        // With the folder, the name is neither an option nor a file of arguments, as -a.proto and @a.proto would be.
        start.ArgumentList.Add($"./{file.Name}");
        Verbosity.Say($"starting {start.FileName} {string.Join(' ', start.ArgumentList)}");
        try
        {
            using var program = StartedProgram.Start(start);
            var process = program.Process;
            // Ctrl-C leaves this method behind, and protoc would write its file again.
            outputFolder.Release = () => End(process);
            var (errors, messages) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
            try
            {
                process.WaitForExit();
            }
            finally
            {
                outputFolder.Release = null;
            }

            Task.WaitAll(errors, messages);
            if (process.ExitCode != 0) throw CliErrors.ProtocFailed.WithText(WithCode(errors.Result.TrimEnd(), file));
        }
        catch (Win32Exception e)
        {
            throw CliErrors.ProtocUnavailable.Because(
                $"The bundled protoc ({start.FileName}) cannot be started: {e.Message}. {CliErrors.ProtocUnavailable.Action}",
                e);
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
            process.WaitForExit(TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // It has ended by itself, or does not end.
        }
    }

    /// <summary>
    /// The messages of protoc as those of other files: with the path of the command line, as protoc names the file without its
    /// folder, and with the code of the error.
    /// </summary>
    private static string WithCode(string errors, FileInfo file) => string.Join('\n', errors.Split('\n').Select(line =>
    {
        var place = Place().Match(line);
        if (!place.Success) return $"error {CliErrors.ProtocFailed.Code}: {line}";
        var text = line[place.Length..];
        var path = place.Groups["file"].Value == file.Name ? file.ToString() : place.Groups["file"].Value;
        return $"{path}{place.Groups["position"].Value}: "
            + (text.StartsWith("warning: ", StringComparison.Ordinal) ? text : $"error {CliErrors.ProtocFailed.Code}: {text}");
    }));

    [GeneratedRegex(@"\A(?<file>[^:]+)(?<position>:\d+:\d+)?: ")]
    private static partial Regex Place();
}
