using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Reference;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A transform of the language: a row of <see cref="TransformCatalog"/>.</summary>
internal sealed record TransformSpec
{
    public required string Name { get; init; }

    /// <summary>The values that it accepts; a record with another value fails.</summary>
    public required ValueTypes Takes { get; init; }

    /// <summary>The types that it can return.</summary>
    public required ValueTypes Gives { get; init; }

    /// <summary>Whether it can return nothing, or null.</summary>
    public Absence MayGive { get; init; }

    /// <summary>The arguments in order; those that can be left out come last.</summary>
    public TransformParameter[] Parameters { get; init; } = [];

    /// <summary>
    /// Creates the step from arguments that fit <see cref="Parameters"/>; null after it has reported a problem.
    /// </summary>
    public required Func<TransformCall, DiagnosticBag, Transform?> Create { get; init; }

    /// <summary>One sentence for the reference.</summary>
    public required string Meaning { get; init; }

    /// <summary>Its input and output are JSON.</summary>
    public required ReferenceExample Example { get; init; }

    /// <summary>For example <c>substring(start, count?)</c>.</summary>
    public string Signature => Parameters.Length == 0 ? Name
        : $"{Name}({string.Join(", ", Parameters.Select(p => p.IsOptional ? p.Name + "?" : p.Name))})";

    /// <summary>
    /// What stands after the name, as a regular expression: what <see cref="TransformParser"/> reads and the parameters take.
    /// </summary>
    public string ArgumentsPattern
    {
        get
        {
            const string Blanks = @"[ \t]*";
            var required = string.Join(
                $"{Blanks},{Blanks}", Parameters.Where(p => !p.IsOptional).Select(p => TransformParameter.Pattern(p.Kind)));
            var arguments = Parameters.Where(p => p.IsOptional).Select(p => TransformParameter.Pattern(p.Kind)).Aggregate(
                required, (all, one) => all.Length == 0 ? $"(?:{one})?" : $"{all}(?:{Blanks},{Blanks}{one})?");
            var call = $@"{Blanks}\({Blanks}{arguments}{Blanks}\)";
            return RequiredCount == 0 ? $"(?:{call})?" : call;
        }
    }

    /// <summary>The smallest number of arguments of a call.</summary>
    public int RequiredCount => Parameters.Count(p => !p.IsOptional);
}

/// <summary>An argument that a transform takes.</summary>
/// <param name="Name">For signatures and diagnostics.</param>
/// <param name="Kind">The type of its value.</param>
/// <param name="IsOptional">The call may leave it out.</param>
internal sealed record TransformParameter(string Name, TransformParameterKind Kind, bool IsOptional = false)
{
    /// <summary>The arguments of a kind, as a regular expression.</summary>
    public static string Pattern(TransformParameterKind kind) => kind switch
    {
        TransformParameterKind.Number => "[0-9]+",
        TransformParameterKind.PositiveNumber => "0*[1-9][0-9]*",
        TransformParameterKind.Text => Text('*'),
        TransformParameterKind.NonEmptyText => Text('+'),
        TransformParameterKind.Group => $"(?:[0-9]+|{Text('*')})",
        _ => throw new UnreachableException(),
    };

    /// <summary>Text in double or single quotes, with the escapes of each.</summary>
    private static string Text(char count) => $$"""(?:"(?:[^"\\]|\\"|\\(?!")){{count}}"|'(?:[^']|''){{count}}')""";
}

/// <summary>The ways in which there can be no value.</summary>
[Flags]
internal enum Absence : byte
{
    /// <summary>There always is a value.</summary>
    None = 0,

    /// <summary>Nothing is there.</summary>
    Missing = 1,

    /// <summary>The value is null.</summary>
    Null = 2,
}

/// <summary>The type of an argument of a transform.</summary>
internal enum TransformParameterKind
{
    /// <summary>A whole number from 0.</summary>
    Number,

    /// <summary>A whole number from 1.</summary>
    PositiveNumber,

    /// <summary>Text in quotes, possibly empty.</summary>
    Text,

    /// <summary>Text in quotes with at least one character.</summary>
    NonEmptyText,

    /// <summary>A group of a regular expression: its number, or its name in quotes.</summary>
    Group,
}
