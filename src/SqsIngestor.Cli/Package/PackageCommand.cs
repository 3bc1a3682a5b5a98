using System.CommandLine;
using System.CommandLine.Parsing;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Package;

/// <summary><c>sqs-ingestor package</c>.</summary>
internal static class PackageCommand
{
    /// <summary>The default folder of the zips, relative to the current folder.</summary>
    public static string DefaultOutput { get; } = Path.Combine("artifacts", "package");

    private const string AnyEngine = "auto";

    public static CommandInfo Info { get; } = new(
        "package", CommandGroup.Deployment, "Build the function and pack mappings and descriptors for Lambda")
    {
        Details =
            "Writes bootstrap.zip, the function as a native program for provided.al2023, "
                + "and layer.zip with the mappings and descriptors, after checking them. The same input gives the same bytes.",
        Examples =
        [
            "sqs-ingestor package mappings --descriptors descriptors",
            "sqs-ingestor package --layer-only mappings/orders.yaml",
            "sqs-ingestor package --arch x64 --container",
        ],
        StopsInOrder = true,
        FailsIf = "A mapping has errors, the build failed, or the program does not start in Lambda.",
        Build = Build,
    };

    private static void Build(Command command)
    {
        var architecture = CommandSymbols.Choice(
            "--arch", "The processor of the function: arm64 or x64.", TargetArchitecture.Arm64.Name, [
                .. TargetArchitecture.All.Select(a => a.Name)]);
        var mappings = new Argument<FileSystemInfo[]>("MAPPING")
        {
            Description = "The mappings for the layer, or folders of mappings (*.yaml).",
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = PathsOf,
        }.FromProject(ProjectKey.Mapping);
        var oldMappings = Paths("--mapping", "").ReplacedBy("the mappings without an option");
        var descriptors = Paths(
            "--descriptors",
            $"The descriptor sets and schemas of Avro that the mappings use, or folders of them (*.binpb, *.avsc). "
                + DescriptorFolder.Rule)
            .WithOldName("--descriptor").FromProject(ProjectKey.Descriptors);
        var layerOnly = new Option<bool>("--layer-only")
        {
            Description = "Pack only the layer: to deploy a change of a table without the program.",
        };
        var container = new Option<bool>("--container")
        {
            Description = "Build in a container: on macOS and Windows, or without the tools of a native build.",
        };
        var engine = CommandSymbols.Choice(
            "--engine", "The engine of --container: docker, podman, finch, or auto for the first that PATH has.", AnyEngine, [
                AnyEngine, .. ContainerBuild.Engines]);
        var source = new Option<DirectoryInfo?>("--source")
        {
            Description = "The checkout to build. Default: the checkout around the current folder, or else the program that this "
                + "release of sqs-ingestor has.",
            HelpName = "DIR",
        };
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "The folder of the zips.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(DefaultOutput),
        };
        command.AddAll(mappings, architecture, oldMappings, descriptors, layerOnly, container, engine, source, output);
        command.Exclude(layerOnly, source, architecture, container, engine);
        command.SetAction((parsed, cancellation) =>
        {
            var options = new PackageOptions(
                TargetArchitecture.All.Single(a => a.Name == parsed.GetValue(architecture)),
                [.. parsed.GetValue(mappings) ?? [], .. parsed.GetValue(oldMappings) ?? []],
                parsed.GetValue(descriptors) ?? [], parsed.GetValue(layerOnly), parsed.GetValue(source),
                parsed.GetValue(output)!, parsed.GetValue(container),
                parsed.GetValue(engine) is var name && name == AnyEngine ? null : name);
            return new PackageRun(options, ConsoleFactory.Create()).RunAsync(cancellation);
        });
    }

    private static Option<FileSystemInfo[]> Paths(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "PATH",
        CustomParser = PathsOf,
    };

    // Paths without a name are refused once everything is parsed.
    private static FileSystemInfo[] PathsOf(ArgumentResult result) =>
        [
            .. result.Tokens.Where(token => !Files.IsNameless(token.Value))
                .Select(token => (FileSystemInfo)new FileInfo(token.Value)),
        ];
}
