using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>
/// Compiles the columns that contain other columns: <c>fields</c>, <c>each</c> and <c>entries</c>. A method returns null after a
/// problem, which it has reported.
/// </summary>
internal sealed class ContainerColumnCompiler(ColumnContext shared, ValueCodecs codecs, ColumnCompiler columns)
{
    public StructColumn? CompileStruct(
        FieldsSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, CompileScope? scope)
    {
        if (field.FieldType is not (FieldType.Message or FieldType.Group) || field.IsMap || (field.IsRepeated && scope is null))
        {
            shared.Refuse(syntax.Position, $"'{name}' is not a STRUCT; `fields` needs one");
            return null;
        }
        var test = syntax.Presence is null ? null : shared.Paths.Resolve(syntax.Presence, scope);
        var fields = shared.CompileInside(
            () => columns.CompileFields(syntax.Fields, field.MessageType, name + ".", scope, syntax.Position),
            out var own);
        var shape = test?.Place is { } place ? own.ShapeBelow(place) : ContainerShape.Any;
        var policies = shared.Policies(options, syntax.Position);
        if (!syntax.IsOfAuto) policies = policies with { OnMissing = Policy.ToNull, OnNull = Policy.ToNull };
        var presence = test is null ? null : new StructPresence(test.Source, shape, policies);
        if (presence is { Shape: ContainerShape.Any, Source.CanBeBlocked: false } && options.OnErrorPlace is { } unused)
        {
            shared.Diagnostics.Add(
                test!.Place is null ? DiagnosticCodes.OptionOutOfPlace : DiagnosticCodes.Idle, unused,
                $"'on_error' does nothing here: the fields of '{name}' take any value of '{syntax.Presence!.Text}'",
                "remove it, or set on_error of the fields");
        }
        if (test?.Place is { } document) shared.KeepDocument(document);
        return new StructColumn(
            name, WireTags.Of(field), field.FieldType == FieldType.Group ? WireTags.EndGroup(field) : 0, presence, fields,
            field.IsRequired, shared.Tracking);
    }

    public EachColumn? CompileEach(
        EachSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, CompileScope? scope)
    {
        if (!field.IsRepeated || field.IsMap)
        {
            shared.Refuse(syntax.Position, $"'{name}' is not an ARRAY; `each` needs one");
            return null;
        }
        if (shared.ResolveContainer(syntax.Array, scope, ValueTypes.List) is not { } resolved) return null;
        var array = resolved.Source;
        var inner = shared.Paths.OpenScope(scope, array, syntax.Array, CompileScope.Item, null, new(takesNull: true));
        var element = columns.CompileBody(syntax.Element, field, name, syntax.Position, inner);
        if (element is null) return null;
        inner.Element.Shape = shared.Consumption.ShapeOf(inner.Trie);
        shared.CheckNullItems(options, field, name, syntax.Position);
        WarnOfUnset(syntax.Element, options);
        CheckNullItems(syntax.Element, element, options, inner);
        return new EachColumn(
            name, array, inner.Index, element, OfNull(syntax.Element, element), Shape(syntax.Element, inner, shared.Consumption),
            Policies(options, field, syntax.Position),
            options.NullItems, ValueCodecs.DefaultElement(field), resolved.OneIsArray, shared.Tracking);
    }

    public EntriesColumn? CompileEntries(
        EntriesSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, CompileScope? scope)
    {
        if (!field.IsMap)
        {
            shared.Refuse(syntax.Position, $"'{name}' is not a MAP; `entries` needs one");
            return null;
        }
        if (syntax.Key is { Source: ConstSourceSyntax })
        {
            shared.Refuse(syntax.Position, $"'{name}.key' is the same for every entry, so an object with two members would fail");
            return null;
        }
        if (shared.ResolveContainer(syntax.Object, scope, ValueTypes.Object)?.Source is not { } members) return null;
        var inner = shared.Paths.OpenScope(
            scope, members, syntax.Object, CompileScope.Value, CompileScope.Key, new(takesNull: true));
        var (keyField, valueField) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
        var key = syntax.Key is { } own
            ? columns.CompileBody(own, keyField, name + ".key", syntax.Position, inner)
            : new SourceColumn(
                name + ".key",
                new ScopeKeySource(inner.Index, members),
                ValueCodecs.CreateElement(keyField, codecs.CreateKey(keyField)),
                required: true,
                ColumnPolicies.Standard,
                [],
                shared.Tracking);
        // What the key reads of a value says nothing about the parts that the fields read.
        var value = shared.CompileInside(
            () => columns.CompileBody(syntax.Value, valueField, name + ".value", syntax.Position, inner), out var below);
        if (key is null || value is null) return null;
        inner.Element.Shape = shared.Consumption.ShapeOf(inner.Trie);
        shared.CheckNullItems(options, field, name, syntax.Position);
        WarnOfUnset(syntax.Value, options);
        CheckNullItems(syntax.Value, value, options, inner);
        return new EntriesColumn(
            name, WireTags.Of(field), members, inner.Index, key, syntax.Key is not null, value, OfNull(syntax.Value, value),
            Shape(syntax.Value, inner, below), Policies(options, field, syntax.Position), options.NullItems, shared.Tracking);
    }

    /// <summary>
    /// The column of an element that is null: its own source and policies can give a value. The file's defaults say nothing
    /// about such an element, because <c>null_items</c> does.
    /// </summary>
    private static SourceColumn? OfNull(ColumnBody element, ColumnCodec column) =>
        column is SourceColumn { TakesNull: false } single
            ? single.With(element.Options.Policies.Over(new PolicySyntax { OnError = Policy.ToNull }))
            : null;

    /// <summary>Without a value, an element fails, unless <c>null_items</c> says otherwise.</summary>
    private void WarnOfUnset(ColumnBody element, ColumnOptions options)
    {
        if (options.NullItems != NullItems.Fail) return;
        var policies = element.Options.Policies;
        foreach (var (policy, place, word) in new[]
        {
            (policies.OnMissing, element.Options.OnMissingPlace, "on_missing"),
            (policies.OnNull, element.Options.OnNullPlace, "on_null"),
            (policies.OnError, element.Options.OnErrorPlace, "on_error"),
        })
        {
            if (policy is not (Policy.ToNull or Policy.Rescue) || place is not { } position) continue;
            shared.Diagnostics.Add(
                DiagnosticCodes.Idle, position,
                $"an element that '{word}' leaves without a value is the error null_item, because 'null_items' is fail",
                "null_items: drop, next to `each` or `entries`");
        }
    }

    /// <summary>Refuses <c>null_items</c> where each element has a value, also one that is null.</summary>
    private void CheckNullItems(ColumnBody element, ColumnCodec column, ColumnOptions options, CompileScope scope)
    {
        if (options.NullItemsPlace is not { } place
            || column is not SourceColumn { TakesNull: false, Policies.OnError: Policy.Fail or Policy.SkipRow })
        {
            return;
        }

        var hasDefault = element.Options.Policies.Default is not null;
        var isAlways = element.Source switch
        {
            ConstSourceSyntax => true,
            PathSourceSyntax { Alternatives: [{ Steps.Count: 1 } only] } =>
                only.Root == scope.KeyName || only.Root == scope.IndexName || (hasDefault && only.Root == scope.ValueName),
            _ => false,
        };
        if (!isAlways) return;
        shared.Diagnostics.Add(
            DiagnosticCodes.OptionOutOfPlace, place, "'null_items' has no effect here: each element has a value");
    }

    private ColumnPolicies Policies(ColumnOptions options, FieldDescriptor field, TextPosition position)
    {
        var policies = shared.Policies(options, position);
        return shared.IsRequired(field, options) ? policies.WithoutNull() : policies;
    }

    /// <summary>
    /// With <c>fields</c>, an element must be what the fields read parts of, unless a column holds the element itself.
    /// </summary>
    private ContainerShape Shape(ColumnBody element, CompileScope scope, Consumption ofFields) =>
        element.Source is FieldsSourceSyntax { Presence: null } && !shared.Consumption.Contains(scope.Trie)
            ? ofFields.ShapeBelow(scope.Trie)
            : ContainerShape.Any;
}
