using System.CommandLine;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Package;

/// <summary><c>sqs-ingestor package</c>.</summary>
internal static class PackageCommand
{
    /// <summary>Where the zips go by default, from the current folder.</summary>
    public static string DefaultOutput { get; } = Path.Combine("artifacts", "package");

    public static Command Create()
    {
        var architecture = new Option<string>("--arch") { Description = "Where the function runs: arm64 or x64.", HelpName = "ARCH", DefaultValueFactory = _ => TargetArchitecture.Arm64.Name };
        architecture.AcceptOnlyFromAmong([.. TargetArchitecture.All.Select(a => a.Name)]);
        var mappings = Files("--mapping", "A mapping for the layer, or a folder of them (*.yaml); repeatable.");
        var descriptors = Files("--descriptor", "A descriptor set for the layer, or a folder of them (*.binpb); repeatable.");
        var layerOnly = new Option<bool>("--layer-only") { Description = "Make layer.zip and leave the program alone: a table has changed and the code has not." };
        var source = new Option<DirectoryInfo?>("--source") { Description = "The checkout to build. Default: the one around the current folder.", HelpName = "DIR" };
        var output = new Option<DirectoryInfo>("--output") { Description = "Where the zips go.", HelpName = "DIR", DefaultValueFactory = _ => new DirectoryInfo(DefaultOutput) };
        var command = new Command("package",
            "Build the function as a native program (bootstrap.zip, for provided.al2023) and pack mappings and descriptors, after checking them, as a layer (layer.zip). "
            + "Exit code 1: a mapping has errors, the build failed, or the program would not start in Lambda. 2: the command line is wrong, or the machine lacks a tool.")
        {
            architecture, mappings, descriptors, layerOnly, source, output,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new PackageOptions(
                TargetArchitecture.All.Single(a => a.Name == parsed.GetValue(architecture)),
                parsed.GetValue(mappings) ?? [], parsed.GetValue(descriptors) ?? [], parsed.GetValue(layerOnly), parsed.GetValue(source), parsed.GetValue(output)!);
            return new PackageRun(options, ConsoleFactory.Create()).RunAsync(cancellation);
        });
        return command;
    }

    private static Option<FileSystemInfo[]> Files(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "PATH",
        CustomParser = result => [.. result.Tokens.Select(token => (FileSystemInfo)new FileInfo(token.Value))],
    };
}
