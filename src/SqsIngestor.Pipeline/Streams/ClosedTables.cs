using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Streams;

/// <summary>The tables whose streams cannot be opened, and why. Not thread-safe.</summary>
internal sealed class ClosedTables
{
    // The cause that lasts longest decides: another deployment helps, then another grant, then time.
    private static readonly string[] Order =
    [
        FunctionErrorTypes.ConfigurationInvalid, FunctionErrorTypes.MappingInvalid, FunctionErrorTypes.CredentialsInvalid,
        FunctionErrorTypes.IdentityUnavailable, FunctionErrorTypes.ZerobusUnavailable,
    ];

    private readonly List<(string Table, ZerobusException Cause)> _tables = [];

    /// <summary>The stream of a table cannot be opened.</summary>
    public void Add(string table, ZerobusException cause) => _tables.Add((table, cause));

    /// <summary>The error that names each table with its cause; null if there is none.</summary>
    public FunctionException? ToFailure()
    {
        if (_tables.Count == 0) return null;
        var type = _tables.Select(static each => StreamFaults.ErrorType(each.Cause)).MinBy(type => Array.IndexOf(Order, type))!;
        return new(
            type, string.Join(' ', _tables.Select(static each => $"{each.Table}: {each.Cause.Message}")), _tables[0].Cause);
    }
}
