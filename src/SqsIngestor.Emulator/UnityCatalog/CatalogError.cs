using Microsoft.AspNetCore.Http;
using SqsIngestor.Emulator.Hosting;

namespace SqsIngestor.Emulator.UnityCatalog;

/// <summary>Errors as Databricks's REST APIs answer them.</summary>
internal static class CatalogError
{
    public static IResult Unauthenticated() =>
        ErrorBody.Of(401, "UNAUTHENTICATED", "The access token is missing, unknown or expired.");

    public static IResult NotFound(string name) => ErrorBody.Of(404, "TABLE_DOES_NOT_EXIST", $"Table '{name}' does not exist.");

    public static IResult AlreadyExists(string name) =>
        ErrorBody.Of(409, "TABLE_ALREADY_EXISTS", $"Table '{name}' already exists.");

    public static IResult ReadOnly(string message) => ErrorBody.Of(403, "PERMISSION_DENIED", message);

    public static IResult Switched(int status) =>
        ErrorBody.Of(status, "TEMPORARILY_UNAVAILABLE", "The catalog is switched to this status.");

    public static IResult Invalid(string message) => ErrorBody.Of(400, "INVALID_PARAMETER_VALUE", message);
}
