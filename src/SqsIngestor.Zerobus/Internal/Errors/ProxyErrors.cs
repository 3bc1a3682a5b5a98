using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>The error of a proxy variable that cannot be used.</summary>
internal static class ProxyErrors
{
    public static ZerobusException Of(ProxyVariableException e) =>
        new(ZerobusErrorCode.ProxyInvalid, e.What, innerException: e);
}
