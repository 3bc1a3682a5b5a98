namespace SqsIngestor.Cli.Package.Elf;

/// <summary>e_machine of a program's header.</summary>
internal enum ElfMachine : ushort
{
    X64 = 62,
    Arm64 = 183,
}
