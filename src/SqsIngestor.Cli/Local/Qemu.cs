using SqsIngestor.Cli.Package;
using SqsIngestor.Cli.Package.Elf;

namespace SqsIngestor.Cli.Local;

/// <summary>Runs programs for another processor under QEMU.</summary>
internal static class Qemu
{
    private const string Prefix = "QEMU_LD_PREFIX";

    /// <summary>
    /// The emulator of a program, with its arguments; null if this machine runs the program itself, or if it is not a native
    /// program.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="variables">The environment: QEMU_LD_PREFIX overrides the folder of the processor's libraries.</param>
    /// <param name="root">The root of this machine's files.</param>
    public static (string FileName, string[] Arguments)? Command(
        FileInfo program, Func<string, string?> variables, string root = "/")
    {
        ElfFile elf;
        try
        {
            elf = ElfFile.Parse(Files.Read(program));
        }
        catch (FormatException)
        {
            return null;
        }

        if (elf.Machine == TargetArchitecture.Host.Machine
            || TargetArchitecture.All.FirstOrDefault(a => a.Machine == elf.Machine) is not { } architecture)
        {
            return null;
        }
        var libraries = variables(Prefix) ?? Libraries(architecture, root);
        var name = $"qemu-{architecture.Triplet.Split('-')[0]}-static";
        return (name, Directory.Exists(libraries) ? ["-L", libraries, program.FullName] : [program.FullName]);
    }

    /// <summary>
    /// The folder with the libraries of a processor. Debian's cross packages install its C library there; a package such as
    /// libc6:arm64 installs it among the libraries of this machine. If both are installed, the loader of one would load the C
    /// library of the other, and the program would never start. So the second one is used alone.
    /// </summary>
    private static string? Libraries(TargetArchitecture architecture, string root) =>
        File.Exists(Path.Combine(root, "lib", architecture.Triplet, "libc.so.6"))
            ? null
            : Path.Combine(root, "usr", architecture.Triplet);
}
