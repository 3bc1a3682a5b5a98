using System.Diagnostics;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Commands;

/// <summary>What <c>dotnet run</c> says while it builds, with a small program instead of the command line.</summary>
public class BuildNoticeTests
{
    private const string Output = "{}\n";

    [Fact]
    public async Task DotnetRun_SaysThatItBuildsOnStandardErrorAndOnlyIfItDoes()
    {
        // Elsewhere it goes to a terminal, which a test does not have.
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        var program = Directory.CreateDirectory(folder["src/Program"]).FullName;
        const string Targets = "BuildNotice.targets";
        File.Copy(RepositoryFiles.PathOf("src", "SqsIngestor.Cli", Targets), Path.Combine(program, Targets));
        await File.WriteAllTextAsync(folder["Directory.Build.props"],
            """
            <Project>
              <PropertyGroup>
                <ArtifactsPath>$(MSBuildThisFileDirectory)artifacts</ArtifactsPath>
                <UseArtifactsOutput>true</UseArtifactsOutput>
              </PropertyGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(program, "Program.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <Import Project="BuildNotice.targets" />
            </Project>
            """);
        var source = Path.Combine(program, "Program.cs");
        await File.WriteAllTextAsync(source, """System.Console.Write("{}\n");""");

        var first = await DotnetAsync("run", program);
        var warm = await DotnetAsync("run", program);
        var stamp = folder["artifacts/obj/Program/debug/announced.stamp"];
        File.SetLastWriteTimeUtc(source, File.GetLastWriteTimeUtc(stamp).AddMinutes(1));
        var changed = await DotnetAsync("run", program);
        var build = await DotnetAsync("build", program);

        Assert.Equal((0, Output), (first.ExitCode, first.Output));
        Assert.StartsWith("Building SqsIngestor for the first time.", first.Errors, StringComparison.Ordinal);
        Assert.Equal(new CommandResult(0, Output, ""), warm);
        Assert.Equal((0, Output), (changed.ExitCode, changed.Output));
        Assert.StartsWith("Building SqsIngestor, because its source has changed.", changed.Errors, StringComparison.Ordinal);
        Assert.Equal(0, build.ExitCode);
        Assert.DoesNotContain("Building SqsIngestor", build.Output + build.Errors, StringComparison.Ordinal);
    }

    private static async Task<CommandResult> DotnetAsync(string command, string folder)
    {
        string[] arguments = command == "run" ? ["run", "--project", folder] : [command, folder, "--nologo"];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Nodes that stay would keep the pipes open.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false" },
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
