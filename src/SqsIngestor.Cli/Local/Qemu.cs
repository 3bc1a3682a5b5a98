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
    public static (string FileName, string[] Arguments)? Command(FileInfo program, Func<string, string?> variables)
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
        // Debian's cross packages install the C library of the other processor here.
        var libraries = variables(Prefix) ?? $"/usr/{architecture.Triplet}";
        var name = $"qemu-{architecture.Triplet.Split('-')[0]}-static";
        return (name, Directory.Exists(libraries) ? ["-L", libraries, program.FullName] : [program.FullName]);
    }
}
