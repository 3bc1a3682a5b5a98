using System.Text.RegularExpressions;
using Grpc.Core;

namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>
/// What may be repeated of a status that the service sent. Its detail may quote a record, so only the name of the status and the
/// service's error number are.
/// </summary>
internal static partial class ServiceStatus
{
    /// <summary>
    /// The name of the status with the constants of its details; without details, the number of the error if its text has one, as
    /// <c>INTERNAL (error 4002)</c>.
    /// </summary>
    public static string Describe(Status status, ZerobusServiceError? details)
    {
        var name = ZerobusErrors.OfStatus((int)status.StatusCode).Name;
        if (ErrorDetails.Describe(details) is { Length: > 0 } said)
            return name + said;
        var number = ErrorNumber().Match(status.Detail);
        return number.Success ? $"{name} (error {number.Groups[1].Value})" : name;
    }

    // The service writes its errors as "error 4002" or "error_code: 8001". Four digits after that word are its own.
    [GeneratedRegex(@"\berror(?:[ _]code)?[ :=]{1,2}([1-9][0-9]{3})\b", RegexOptions.IgnoreCase)]
    private static partial Regex ErrorNumber();
}
