using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>The name given to a type, such as JSON for a VARCHAR. The binding does not wrap this call.</summary>
internal static unsafe partial class LogicalTypeAlias
{
    public static string? Of(DuckDBLogicalType type)
    {
        var alias = GetAlias(type.DangerousGetHandle());
        GC.KeepAlive(type);
        if (alias == null) return null;
        try
        {
            return Marshal.PtrToStringUTF8((IntPtr)alias);
        }
        finally
        {
            Free(alias);
        }
    }

    [LibraryImport("duckdb", EntryPoint = "duckdb_logical_type_get_alias")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial byte* GetAlias(IntPtr type);

    [LibraryImport("duckdb", EntryPoint = "duckdb_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Free(void* pointer);
}
