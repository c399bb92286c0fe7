namespace Orleans.Runtime;

/// <summary>
/// The queue of an activation: many writers, one reader at a time. Writers push onto a linked stack, the reader takes all of
/// it at once and turns it round. The head is null while nobody reads, so whoever pushes onto null starts the reader.
/// </summary>
struct Mailbox
{
    static readonly WorkItem Reading = new Command(static _ => { });

    WorkItem? _head;
    WorkItem? _taken;

    /// <summary>Adds an item; true if the caller has to start the reader.</summary>
    public bool Push(WorkItem item)
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            item.Next = ReferenceEquals(head, Reading) ? null : head;
            if (Interlocked.CompareExchange(ref _head, item, head) == head)
            {
                return head is null;
            }
        }
    }

    /// <summary>The next item in order of arrival; null when there is none, and then the reader has stopped.</summary>
    public WorkItem? Pop()
    {
        if (_taken is null && !Take())
        {
            return null;
        }

        var item = _taken!;
        _taken = item.Next;
        item.Next = null;
        return item;
    }

    bool Take()
    {
        if (ReferenceEquals(Volatile.Read(ref _head), Reading)
            && Interlocked.CompareExchange(ref _head, null, Reading) == Reading)
        {
            return false;
        }

        var item = Interlocked.Exchange(ref _head, Reading);
        while (item is not null)
        {
            var next = item.Next;
            item.Next = _taken;
            _taken = item;
            item = next;
        }

        return true;
    }
}
