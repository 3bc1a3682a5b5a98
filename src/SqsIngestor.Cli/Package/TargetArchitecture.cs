using System.Runtime.InteropServices;
using SqsIngestor.Cli.Package.Elf;

namespace SqsIngestor.Cli.Package;

/// <summary>A processor that Lambda offers, with the names that it has elsewhere.</summary>
/// <param name="Name">As Lambda and the command line call it.</param>
/// <param name="RuntimeIdentifier">As .NET calls it.</param>
/// <param name="Triplet">As compilers and linkers call it.</param>
/// <param name="DebianCross">As Debian's packages for building from another processor call it.</param>
/// <param name="Machine">As a program's header has it.</param>
internal sealed record TargetArchitecture(string Name, string RuntimeIdentifier, string Triplet, string DebianCross, ElfMachine Machine)
{
    /// <summary>Graviton, the default: cheaper in Lambda for the same work.</summary>
    public static TargetArchitecture Arm64 { get; } = new("arm64", "linux-arm64", "aarch64-linux-gnu", "arm64", ElfMachine.Arm64);

    public static TargetArchitecture X64 { get; } = new("x64", "linux-x64", "x86_64-linux-gnu", "amd64", ElfMachine.X64);

    public static IReadOnlyList<TargetArchitecture> All { get; } = [Arm64, X64];

    /// <summary>That of this machine.</summary>
    public static TargetArchitecture Host => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? Arm64 : X64;

    public override string ToString() => Name;
}
