namespace SqsIngestor.Cli.Package;

/// <summary>
/// What a native build needs on Debian. The compiler brings its own zlib, and OpenSSL is loaded when the function starts, so the
/// headers of neither are needed.
/// </summary>
internal static class BuildTools
{
    /// <summary>The tools for a build on one architecture for another.</summary>
    public static IReadOnlyList<BuildTool> For(TargetArchitecture target, TargetArchitecture host)
    {
        if (target == host)
        {
            return
            [
                new("the compiler driver that links", "clang", "clang", "gcc"),
                new("the linker", "binutils", "ld.bfd"),
                new("the tool that takes the symbols off", "binutils", "llvm-objcopy", "objcopy"),
                new("the C library to link with", "libc6-dev", $"/usr/lib/{target.Triplet}/crt1.o"),
            ];
        }
        var cross = target.Triplet.Replace('_', '-');
        return
        [
            // gcc links for its own processor only.
            new("the compiler driver that links", "clang", "clang"),
            new("the linker", $"binutils-{cross}", $"{target.Triplet}-ld.bfd"),
            new("the tool that takes the symbols off", $"binutils-{cross}", $"{target.Triplet}-objcopy"),
            new("the compiler's own objects", $"gcc-{cross}", $"{target.Triplet}-gcc"),
            new("the C library to link with", $"libc6-dev-{target.DebianCross}-cross", $"/usr/{target.Triplet}/lib/crt1.o"),
        ];
    }

    /// <summary>Those that are not there.</summary>
    public static IReadOnlyList<BuildTool> Missing(TargetArchitecture target, TargetArchitecture host, Func<string, bool> exists) =>
        [.. For(target, host).Where(tool => !tool.AnyOf.Any(exists))];

    /// <summary>What to type when something is missing.</summary>
    public static string Advice(IReadOnlyList<BuildTool> missing, TargetArchitecture target)
    {
        var lines = missing.Select(tool => $"  {tool.What}: {string.Join(" or ", tool.AnyOf)}");
        var packages = missing.Select(tool => tool.Package).Distinct().Order(StringComparer.Ordinal);
        return $"A native build for {target} needs what this machine does not have:\n{string.Join('\n', lines)}\nInstall it, on Debian or Ubuntu:\n  apt-get install -y {string.Join(' ', packages)}";
    }

    /// <summary>A program of the path, or a file.</summary>
    public static bool ExistsHere(string name) => Path.IsPathRooted(name)
        ? File.Exists(name)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, name)));
}
