using System.Net;
using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>The statuses of HTTP after which a later attempt can succeed, whatever the body says.</summary>
[Embedded]
internal static class TransientStatus
{
    /// <summary>Whether the service is overloaded, down, or has waited in vain: 408, 429, and 500 and above.</summary>
    public static bool Is(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
