using System.Runtime.InteropServices;
using SqsIngestor.Cli.Package.Elf;

namespace SqsIngestor.Cli.Package;

/// <summary>A processor of Lambda, with its names in other tools.</summary>
/// <param name="Name">The name in Lambda and on the command line.</param>
/// <param name="RuntimeIdentifier">The name in .NET.</param>
/// <param name="Triplet">The name for compilers and linkers.</param>
/// <param name="DebianCross">The name in Debian's cross packages.</param>
/// <param name="Machine">The number in the header of a program.</param>
internal sealed record TargetArchitecture(
    string Name, string RuntimeIdentifier, string Triplet, string DebianCross, ElfMachine Machine)
{
    /// <summary>Graviton, the default, because Lambda charges less for the same work.</summary>
    public static TargetArchitecture Arm64 { get; } = new("arm64", "linux-arm64", "aarch64-linux-gnu", "arm64", ElfMachine.Arm64);

    public static TargetArchitecture X64 { get; } = new("x64", "linux-x64", "x86_64-linux-gnu", "amd64", ElfMachine.X64);

    public static IReadOnlyList<TargetArchitecture> All { get; } = [Arm64, X64];

    /// <summary>The processor of this machine.</summary>
    public static TargetArchitecture Host => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? Arm64 : X64;

    public override string ToString() => Name;
}
