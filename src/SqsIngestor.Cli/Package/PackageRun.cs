using System.Globalization;
using Spectre.Console;
using SqsIngestor.Cli.Diagnostics;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Package.Elf;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Package;

/// <summary>Makes the zips. The layer comes first: a wrong mapping is known before anything is built.</summary>
internal sealed class PackageRun(PackageOptions options, IAnsiConsole console)
{
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var hasLayer = options.LayerOnly || options.Mappings.Count > 0 || options.Descriptors.Count > 0;
        var layer = hasLayer ? Layer.Create(options.Mappings, options.Descriptors) : null;
        var project = options.LayerOnly ? null : SourceTree.FunctionProject(options.Source);
        if (layer is not null)
        {
            var diagnostics = layer.Check();
            DiagnosticText.Write(console, diagnostics);
            if (diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
            {
                console.WriteUnwrapped("No package was made: a mapping has errors.", Styles.Bad);
                return ExitCodes.Failure;
            }
            Write("layer.zip", layer.ToZip(), $"{Count(layer.Mappings, "mapping")}, {Count(layer.Descriptors, "descriptor set")}");
        }
        return project is null ? ExitCodes.Success : await PackProgramAsync(project, cancellation);
    }

    private async Task<int> PackProgramAsync(string project, CancellationToken cancellation)
    {
        var program = Files.Read(await BuildAsync(project, cancellation));
        var elf = ReadElf(program);
        if (elf.Machine != options.Target.Machine) throw new CliException(ExitCodes.Failure, $"The build made a program for another processor than {options.Target} ({elf.Machine}). Nothing was packed.");
        var needs = elf.Needs();
        if (GlibcVersion.TooNew(needs) is { Count: > 0 } symbols)
            throw new CliException(ExitCodes.Failure, $"The program would not start in Lambda, which has glibc {GlibcVersion.OfLambda}. It needs {string.Join(", ", symbols)}. Build on a system that is not newer than Debian 12.");
        Write("bootstrap.zip", ReproducibleZip.Create(new Dictionary<string, byte[]> { ["bootstrap"] = program }, ReproducibleZip.Executable),
            $"{options.Target}, program {Megabytes(program.Length)}, needs glibc {GlibcVersion.Needed(needs)} (Lambda has {GlibcVersion.OfLambda})");
        return ExitCodes.Success;
    }

    private static ElfFile ReadElf(byte[] program)
    {
        try
        {
            return ElfFile.Parse(program);
        }
        catch (FormatException e)
        {
            throw new CliException(ExitCodes.Failure, $"What the build made cannot be started: {e.Message}.", e);
        }
    }

    private Task<FileInfo> BuildAsync(string project, CancellationToken cancellation)
    {
        var title = $"Building the native program for {options.Target}";
        if (!console.Profile.Capabilities.Interactive)
        {
            console.WriteUnwrapped(title + " …", Style.Plain);
            return NativeBuild.RunAsync(project, options.Target, static _ => { }, cancellation);
        }
        return console.Status().StartAsync(Markup.Escape(title) + " …", status => NativeBuild.RunAsync(project, options.Target,
            line => status.Status = Markup.Escape($"{title} … {line.Trim()}"), cancellation));
    }

    private void Write(string name, byte[] zip, string details)
    {
        options.Output.Create();
        var file = new FileInfo(Path.Combine(options.Output.ToString(), name));
        Files.Write(file, zip);
        console.WriteUnwrapped($"{file}: {Megabytes(zip.Length)}, {details}", Styles.Good);
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Megabytes(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB");
}
