using Spectre.Console;
using SqsIngestor.Cli.Diagnostics;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Package.Elf;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Shared;

namespace SqsIngestor.Cli.Package;

/// <summary>The options of <c>package</c>.</summary>
/// <param name="Target">The processor that the function runs on.</param>
/// <param name="Mappings">Files and folders of the layer; empty for no layer.</param>
/// <param name="Descriptors">The descriptor sets of those mappings.</param>
/// <param name="LayerOnly">Whether to pack only the layer.</param>
/// <param name="Source">The checkout; null for the checkout around the current folder.</param>
/// <param name="Output">The folder of the zips.</param>
/// <param name="InContainer">Whether to build in a container.</param>
/// <param name="Engine">The container engine; null for the first that PATH has.</param>
internal sealed record PackageOptions(
    TargetArchitecture Target, IReadOnlyList<FileSystemInfo> Mappings, IReadOnlyList<FileSystemInfo> Descriptors, bool LayerOnly,
    DirectoryInfo? Source, DirectoryInfo Output, bool InContainer, string? Engine);

/// <summary>Makes the zips. The layer comes first, so that an error in a mapping shows before the build.</summary>
internal sealed class PackageRun(PackageOptions options, IAnsiConsole console)
{
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var hasLayer = options.LayerOnly || options.Mappings.Count > 0 || options.Descriptors.Count > 0;
        var layer = hasLayer ? Layer.Create(options.Mappings, options.Descriptors) : null;
        // A checkout is built. Elsewhere an installed program gives what its release has built.
        var carried = options.LayerOnly || SourceTree.Find(options.Source) is not null || options.Source is not null
            ? null
            : CarriedProgram.Find(options.Target);
        var project = options.LayerOnly || carried is not null
            ? null
            : SourceTree.FunctionProject(options.Source, CarriedProgram.Advice(options.Target));
        if (layer is not null)
        {
            var diagnostics = layer.Diagnostics;
            DiagnosticText.Write(console, diagnostics);
            if (diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
            {
                console.WriteUnwrapped("Nothing was packed: a mapping has errors.", Styles.Bad);
                return ExitCodes.Failure;
            }
            foreach (var notice in layer.Notices) console.WriteUnwrapped(notice, Styles.Warning);
            Write("layer.zip", layer.ToZip(), layer.Contents, ("layer.zip.json", layer.ToJson()));
        }
        if (carried is not null)
        {
            Write("bootstrap.zip", Files.Read(carried), $"{options.Target}, the program of version {ProductVersion.Number}");
        }
        return project is null ? ExitCodes.Success : await PackProgramAsync(project, cancellation);
    }

    private async Task<int> PackProgramAsync(string project, CancellationToken cancellation)
    {
        var program = await BuildAsync(project, cancellation);
        var elf = ReadElf(program);
        if (elf.Machine != options.Target.Machine)
        {
            throw CliErrors.ProgramUnusable.Because(
                $"The build made a program for {elf.Machine}, not for {options.Target}. Nothing was packed.");
        }

        var needs = elf.Needs();
        if (GlibcVersion.TooNew(needs) is { Count: > 0 } symbols)
        {
            throw CliErrors.ProgramUnusable.Because(
                $"The program does not start in Lambda, which has glibc {GlibcVersion.OfLambda}: "
                + $"it needs {string.Join(", ", symbols)}. Build on Debian 12 or an older system.");
        }

        Write(
            "bootstrap.zip",
            ReproducibleZip.Create(new Dictionary<string, byte[]> { ["bootstrap"] = program }, ReproducibleZip.Executable),
            $"{options.Target}, program {Quantity.Megabytes(program.Length)}, "
                + $"needs glibc {GlibcVersion.Needed(needs)} (Lambda has {GlibcVersion.OfLambda})");
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
            throw CliErrors.ProgramUnusable.Because($"The build made a file that is not a program: {e.Message}.", e);
        }
    }

    private Task<byte[]> BuildAsync(string project, CancellationToken cancellation)
    {
        var title = $"Building the native program for {options.Target}{(options.InContainer ? " in a container" : "")}";
        if (!console.Profile.Capabilities.Interactive || Verbosity.IsQuiet)
        {
            if (!Verbosity.IsQuiet) console.WriteUnwrapped(title + " …", Style.Plain);
            return BuildAsync(project, static _ => { }, cancellation);
        }
        return console.Status().StartAsync(Markup.Escape(title) + " …", status => BuildAsync(
            project, line => status.Status = Markup.Escape($"{title} … {line.Trim()}"), cancellation));
    }

    private Task<byte[]> BuildAsync(string project, Action<string> output, CancellationToken cancellation) => options.InContainer
        ? ContainerBuild.RunAsync(options.Engine, project, options.Target, output, cancellation)
        : NativeBuild.RunAsync(project, options.Target, output, cancellation);

    /// <summary>Writes a zip with the files about it, or nothing.</summary>
    private void Write(string name, byte[] zip, string details, params (string Name, byte[] Contents)[] others)
    {
        var files = others.Prepend((name, zip)).Select(file => (Path.Combine(options.Output.ToString(), file.Item1), file.Item2));
        Files.WriteAll([.. files], overwrite: true);
        var path = Path.Combine(options.Output.ToString(), name);
        console.WriteUnwrapped($"{path}: {Quantity.Megabytes(zip.Length)}, {details}", Styles.Good);
    }
}
