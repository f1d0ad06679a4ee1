package withos

import "reflect"

func init() {
	v := reflect.ValueOf(new(int))
	_ = reflect.NewAt(v.Type(), v.UnsafePointer())
	_ = reflect.SliceAt(v.Type(), v.UnsafePointer(), 1<<20)
}
