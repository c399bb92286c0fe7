namespace Orleans.Runtime;

/// <summary>The requests of an activation that have started and await something.</summary>
sealed class RunningRequests
{
    readonly List<Request> _requests = [];
    int _exclusive;
    int _readOnly;

    /// <summary>True when nothing runs that others have to wait for.</summary>
    internal bool None => _exclusive + _readOnly == 0;

    internal bool AllReadOnly => _exclusive == 0;

    internal int Count => _requests.Count;

    internal void Add(Request request)
    {
        request.Slot = _requests.Count;
        _requests.Add(request);
        CountAs(request, 1);
    }

    internal void Remove(Request request)
    {
        var last = _requests[^1];
        (_requests[request.Slot], last.Slot) = (last, request.Slot);
        _requests.RemoveAt(_requests.Count - 1);
        CountAs(request, -1);
    }

    internal IEnumerable<Request> Where(Func<Request, bool> condition) => _requests.Where(condition);

    void CountAs(Request request, int change)
    {
        if (request.Interleaves)
        {
            return;
        }

        (_exclusive, _readOnly) = request.IsReadOnly ? (_exclusive, _readOnly + change) : (_exclusive + change, _readOnly);
    }
}

/// <summary>The requests of an activation that may not start yet, in order of arrival, linked through themselves.</summary>
struct WaitingRequests
{
    Request? _first;
    Request? _last;
    int _interleaving;

    internal readonly bool Any => _first is not null;

    /// <summary>True if one that waits could start though the first may not.</summary>
    internal readonly bool AnyInterleaving => _interleaving > 0;

    internal void Add(Request request)
    {
        request.Next = null;
        _interleaving += MayOvertake(request) ? 1 : 0;
        if (_last is null)
        {
            _first = request;
        }
        else
        {
            _last.Next = request;
        }

        _last = request;
    }

    internal Request? TakeFirst()
    {
        var first = _first;
        if (first is not null)
        {
            Unlink(first, null);
        }

        return first;
    }

    /// <summary>Takes the first for which <paramref name="condition"/> holds.</summary>
    internal Request? TakeFirst(Func<Request, bool> condition)
    {
        Request? before = null;
        for (var request = _first; request is not null; before = request, request = (Request?)request.Next)
        {
            if (condition(request))
            {
                Unlink(request, before);
                return request;
            }
        }

        return null;
    }

    void Unlink(Request request, Request? before)
    {
        if (before is null)
        {
            _first = (Request?)request.Next;
        }
        else
        {
            before.Next = request.Next;
        }

        if (ReferenceEquals(_last, request))
        {
            _last = before;
        }

        request.Next = null;
        _interleaving -= MayOvertake(request) ? 1 : 0;
    }

    static bool MayOvertake(Request request) => request.Interleaves || request.IsReadOnly;
}
