namespace SqsIngestor.Cli.Package;

/// <summary>Something that the native build needs.</summary>
/// <param name="What">What it is, for a person.</param>
/// <param name="Package">The Debian package that has it.</param>
/// <param name="AnyOf">Programs of the path, or absolute files; one of them is enough.</param>
internal sealed record BuildTool(string What, string Package, params IReadOnlyList<string> AnyOf);

/// <summary>
/// The tools that a native build needs on Debian. The compiler brings its own zlib, and OpenSSL is loaded when the function
/// starts, so the headers of neither are needed.
/// </summary>
internal static class BuildTools
{
    /// <summary>The tools of a build for one processor on another, or on the same.</summary>
    public static IReadOnlyList<BuildTool> For(TargetArchitecture target, TargetArchitecture host)
    {
        if (target == host)
        {
            return
            [
                new("the compiler driver that links", "clang", "clang", "gcc"),
                new("the linker", "binutils", "ld.bfd"),
                new("the tool that strips symbols", "binutils", "llvm-objcopy", "objcopy"),
                new("the C library to link with", "libc6-dev", $"/usr/lib/{target.Triplet}/crt1.o"),
            ];
        }
        var cross = target.Triplet.Replace('_', '-');
        return
        [
            // gcc links for its own processor only.
            new("the compiler driver that links", "clang", "clang"),
            new("the linker", $"binutils-{cross}", $"{target.Triplet}-ld.bfd"),
            new("the tool that strips symbols", $"binutils-{cross}", $"{target.Triplet}-objcopy"),
            new("the compiler's own objects", $"gcc-{cross}", $"{target.Triplet}-gcc"),
            new("the C library to link with", $"libc6-dev-{target.DebianCross}-cross", $"/usr/{target.Triplet}/lib/crt1.o"),
        ];
    }

    /// <summary>The tools that the machine lacks.</summary>
    public static IReadOnlyList<BuildTool> Missing(
        TargetArchitecture target, TargetArchitecture host, Func<string, bool> exists) =>
        [.. For(target, host).Where(tool => !tool.AnyOf.Any(exists))];

    /// <summary>The missing tools, and the command that installs them.</summary>
    public static string Advice(IReadOnlyList<BuildTool> missing, TargetArchitecture target)
    {
        var lines = missing.Select(tool => $"  {tool.What}: {string.Join(" or ", tool.AnyOf)}");
        var packages = missing.Select(tool => tool.Package).Distinct().Order(StringComparer.Ordinal);
        return
            $"This machine lacks tools of a native build for {target}:\n{string.Join('\n', lines)}\n"
                + "Build in a container instead, with --container and docker, podman or finch.\n"
                + $"On Debian or Ubuntu, install them with:\n  apt-get install -y {string.Join(' ', packages)}";
    }

    /// <summary>Whether the path has a program of this name, or the file exists.</summary>
    public static bool ExistsHere(string name) => Path.IsPathRooted(name)
        ? File.Exists(name)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)));
}
