using SqsIngestor.Cli.Package;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Package;

public class BuildToolsTests
{
    [Fact]
    public void Missing_AllThere_IsEmpty() =>
        Assert.Empty(BuildTools.Missing(TargetArchitecture.Arm64, TargetArchitecture.X64, _ => true));

    [Fact]
    public void Missing_GccInPlaceOfClang_IsEnoughForTheSameProcessor()
    {
        Assert.Empty(BuildTools.Missing(TargetArchitecture.X64, TargetArchitecture.X64, name => name != "clang"));
        Assert.Equal(
            ["clang"],
            BuildTools.Missing(TargetArchitecture.Arm64, TargetArchitecture.X64, name => name != "clang").Select(t => t.Package));
    }

    [Fact]
    public void Advice_Arm64FromX64_IsOneLineToType()
    {
        var advice = BuildTools.Advice(
            BuildTools.Missing(TargetArchitecture.Arm64, TargetArchitecture.X64, _ => false), TargetArchitecture.Arm64);

        Assert.EndsWith(
            "\n  apt-get install -y binutils-aarch64-linux-gnu clang gcc-aarch64-linux-gnu libc6-dev-arm64-cross", advice,
            StringComparison.Ordinal);
        Assert.Contains("the linker: aarch64-linux-gnu-ld.bfd\n", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_X64FromArm64_NamesDebiansPackages()
    {
        var advice = BuildTools.Advice(
            BuildTools.Missing(TargetArchitecture.X64, TargetArchitecture.Arm64, _ => false), TargetArchitecture.X64);

        Assert.EndsWith(
            "\n  apt-get install -y binutils-x86-64-linux-gnu clang gcc-x86-64-linux-gnu libc6-dev-amd64-cross", advice,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_SameProcessor_NamesWhatIsMissing()
    {
        var advice = BuildTools.Advice(
            BuildTools.Missing(TargetArchitecture.X64, TargetArchitecture.X64, name => name.StartsWith('/')),
            TargetArchitecture.X64);

        Assert.EndsWith("\n  apt-get install -y binutils clang", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void For_BothProcessors_AreThePackagesOfTheCiScript()
    {
        var script = File.ReadAllText(RepositoryFiles.PathOf(".ci", "native-tools"));
        var listed = script[(script.IndexOf("packages=(", StringComparison.Ordinal) + 10)..];
        listed = listed[..listed.IndexOf(')', StringComparison.Ordinal)];

        var needed = BuildTools.For(TargetArchitecture.X64, TargetArchitecture.X64)
            .Concat(BuildTools.For(TargetArchitecture.Arm64, TargetArchitecture.X64))
            .Select(tool => tool.Package)
            .Append("qemu-user-static");
        Assert.Equal(
            needed.Distinct().Order(StringComparer.Ordinal),
            listed.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }
}
